import { useMutation, useQuery } from '@tanstack/react-query';
import { accounts, bodyOf } from './client';
import { keys } from './keys';
import { Problem } from './problem';
import { queryClient } from './queryClient';
import type { SignedIn } from './types';

/** How alerts stand in this browser. */
export type Standing = 'unsupported' | 'denied' | 'off' | 'on';

const again = () => queryClient.invalidateQueries({ queryKey: keys.push });

export function usePush() {
  return useQuery({ queryKey: keys.push, queryFn: ask });
}

async function ask() {
  const state = await bodyOf(accounts.GET('/profile/push'));
  const own = await ownSubscription();
  const key = own === null ? undefined : await keyOf(own.endpoint);
  const device = state.devices.find((each) => each.key === key);
  return { ...state, device, others: state.devices.filter((each) => each !== device), standing: standingOf(device !== undefined) };
}

function standingOf(known: boolean): Standing {
  if (!('PushManager' in globalThis) || !('serviceWorker' in navigator) || !('Notification' in globalThis)) {
    return 'unsupported';
  }

  return Notification.permission === 'denied' ? 'denied' : known && Notification.permission === 'granted' ? 'on' : 'off';
}

export function useTurnOn({ user }: SignedIn) {
  return useMutation({
    mutationFn: async (publicKey: string) => {
      if ((await Notification.requestPermission()) !== 'granted') {
        throw new Problem(0, 'not-allowed', 'Alerts are not allowed in this browser.', 'Allow notifications for this site in the browser’s settings, then try again.');
      }

      const registration = await registered();
      // A subscription that was made for another platform is not taken over.
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
      const { p256dh = '', auth = '' } = subscription.toJSON().keys ?? {};
      try {
        await bodyOf(accounts.POST('/profile/push', { body: { endpoint: subscription.endpoint, publicKey: p256dh, secret: auth } }));
      } catch (cause) {
        await subscription.unsubscribe();
        throw cause;
      }

      // The next person at this browser is not told.
      registration.active?.postMessage({ alertsOf: user.id });
    },
    onSettled: again,
  });
}

export function useTurnOff() {
  return useMutation({
    mutationFn: async ({ id, here }: { id: string; here: boolean }) => {
      if (here) {
        await (await ownSubscription())?.unsubscribe();
      }

      await accounts.DELETE('/profile/push/{id}', { params: { path: { id } } });
    },
    onSettled: again,
  });
}

export function useTestPush() {
  return useMutation({ mutationFn: (id: string) => accounts.POST('/profile/push/{id}/test', { params: { path: { id } } }) });
}

async function ownSubscription(): Promise<PushSubscription | null> {
  const registration = 'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

async function registered(): Promise<ServiceWorkerRegistration> {
  if ((await navigator.serviceWorker.getRegistration()) === undefined) {
    throw new Problem(0, 'not-installed', 'This browser keeps nothing for this site.', 'Leave private browsing, load the page again and try once more.');
  }

  return navigator.serviceWorker.ready;
}

/** SHA-256 in base64url, as the service names a device. */
async function keyOf(endpoint: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint)));
  return btoa(String.fromCharCode(...hash)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
