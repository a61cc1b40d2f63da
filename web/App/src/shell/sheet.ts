import { useSyncExternalStore } from 'react';

// Opened by a key, from the menu of the person and from the palette.
let open = false;
const listeners = new Set<() => void>();

function turn(to: boolean) {
  open = to;
  listeners.forEach((listener) => listener());
}

export const openSheet = () => turn(true);
export const closeSheet = () => turn(false);

export function useSheet(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => open);
}
