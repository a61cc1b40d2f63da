import { useSyncExternalStore } from 'react';

/** The service worker says with it that an answer is an older one, kept for a moment without a connection. */
const header = 'x-kept-at';

let oldest: string | undefined;
const listeners = new Set<() => void>();

function set(next: string | undefined) {
  if (next !== oldest) {
    oldest = next;
    listeners.forEach((listener) => listener());
  }
}

/** Every answer passes here: the page says how old its oldest figure is, until a new one shows that there is a connection again. */
export function noteAge(request: Request, response: Response) {
  const at = response.headers.get(header);
  if (at === null) {
    set(undefined);
  } else if (new URL(request.url).pathname === '/session') {
    // Who is here is no figure.
    return;
  } else if (oldest === undefined || at < oldest) {
    set(at);
  }
}

/** When the oldest answer on the page was given; undefined while answers come from the server. */
export function useKeptAt(): string | undefined {
  return useSyncExternalStore(listen, () => oldest);
}

export function useIsOffline(): boolean {
  return useSyncExternalStore(listenToNetwork, () => !navigator.onLine);
}

function listen(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function listenToNetwork(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

/** Nothing of a person stays readable without a connection. The worker does the same by itself when it sees somebody come or go; a page may be without one. */
export async function forgetKept() {
  if (!('caches' in globalThis)) {
    return;
  }

  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('kept-')).map((name) => caches.delete(name)));
}
