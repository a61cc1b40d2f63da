/** A yes or no that several places turn and one place shows. */
export function flag() {
  let value = false;
  const listeners = new Set<() => void>();

  return {
    get: () => value,
    set(to: boolean) {
      value = to;
      listeners.forEach((listener) => listener());
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
