import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import classes from './worker.module.css';

/** How often a page that stays open asks whether there is a new version. */
const lookEvery = 60 * 60 * 1000;

/** Starts the service worker once the page stands, and says when a new version of the app is ready. */
export function startWorker() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) {
    return;
  }

  // Storing the app's files is for later visits; this one comes first.
  const when = () => ('requestIdleCallback' in window ? requestIdleCallback(register, { timeout: 10_000 }) : setTimeout(register, 3000));
  if (document.readyState === 'complete') {
    when();
  } else {
    window.addEventListener('load', when, { once: true });
  }
}

function register() {
  void navigator.serviceWorker
    .register('/sw.js', { scope: '/', updateViaCache: 'none' })
    .then(watch)
    // Not allowed to keep anything here, or no connection: the app works without it.
    .catch(() => undefined);
}

function watch(registration: ServiceWorkerRegistration) {
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - asked > lookEvery) {
      asked = Date.now();
      void registration.update().catch(() => undefined);
    }
  });

  // The first worker of a browser replaces nothing.
  const isUpdate = () => registration.waiting !== null && navigator.serviceWorker.controller !== null;
  if (isUpdate()) {
    offer(registration);
  }

  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && isUpdate()) {
        offer(registration);
      }
    });
  });
}

function offer(registration: ServiceWorkerRegistration) {
  const reload = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
    registration.waiting?.postMessage('take-over');
  };
  notifications.show({
    id: 'new-version',
    title: 'A new version is ready',
    message: (
      <Button size="xs" variant="default" className={classes.reload} onClick={reload} data-testid="reload-new-version">
        Reload
      </Button>
    ),
    autoClose: false,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Later' },
  });
}
