import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '../../api/queryClient';
import { House } from '../../testing/House';
import { answer, asked } from '../../testing/server';
import { AlertsCard } from './AlertsCard';

const endpoint = 'https://push.example/1';
// SHA-256 of it.
const key = 'W6Ff_5ZfRK-lWqT6TVK5SwuoY4ChYQid3Km50IvvnvY';
const phone = { id: '01900000-0000-7000-8000-00000000000a', key: 'other', device: 'Chrome on Android', createdAt: '2026-11-20T08:00:00Z', sentAt: null };
const here = { id: '01900000-0000-7000-8000-00000000000b', key, device: 'Chrome on Linux', createdAt: '2026-11-20T08:00:00Z', sentAt: null };

/** A browser with push, as much of it as the card uses. */
function browser(permission: NotificationPermission, { subscribed = false, grants = 'granted' as NotificationPermission } = {}) {
  const subscription = { endpoint, toJSON: () => ({ keys: { p256dh: 'point', auth: 'secret' } }), unsubscribe: vi.fn(async () => true) };
  let current: typeof subscription | null = subscribed ? subscription : null;
  const subscribe = vi.fn(async () => (current = subscription));
  const registration = { pushManager: { getSubscription: async () => current, subscribe }, active: { postMessage: vi.fn() } };
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', { permission, requestPermission: async () => (Notification as unknown as { permission: string }).permission = grants });
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator) as Navigator, { serviceWorker: { getRegistration: async () => registration, ready: Promise.resolve(registration) } }));
  return { subscription, subscribe, registration };
}

const devices = (...list: (typeof phone)[]) => answer('GET /api/accounts/profile/push', { body: { publicKey: 'ours', devices: list } });
const card = () => {
  queryClient.clear();
  render(<House queries={queryClient}><AlertsCard /></House>);
};
const state = () => screen.findByTestId('alerts-state').then((mark) => mark.getAttribute('data-status'));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('alerts', () => {
  it('are not offered where the browser has none, and others stay listed', async () => {
    devices(phone);
    card();

    expect(await state()).toBe('unsupported');
    expect(screen.queryByTestId('alerts-on')).toBeNull();
    expect(await screen.findByText('Chrome on Android')).toBeDefined();
  });

  it('say how to allow them where they were denied', async () => {
    browser('denied');
    devices();
    card();

    expect(await state()).toBe('denied');
    expect(await screen.findByText(/Allow notifications for it in the browser/)).toBeDefined();
  });

  it('are turned on with the platform’s key, for this person', async () => {
    const { subscribe, registration } = browser('default');
    devices();
    answer('POST /api/accounts/profile/push', () => {
      devices(here);
      return { body: { id: here.id } };
    });
    card();

    fireEvent.click(await screen.findByTestId('alerts-on'));
    await screen.findByTestId('alerts-test');
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: 'ours' });
    expect(asked.find(({ call }) => call.startsWith('POST'))?.body).toEqual({ endpoint, publicKey: 'point', secret: 'secret' });
    expect(registration.active.postMessage).toHaveBeenCalledWith({ alertsOf: expect.any(String) });
  });

  it('stay off when the person says no', async () => {
    const { subscribe } = browser('default', { grants: 'denied' });
    devices();
    card();

    fireEvent.click(await screen.findByTestId('alerts-on'));
    expect((await screen.findByTestId('form-problem')).textContent).toContain('not allowed');
    expect(subscribe).not.toHaveBeenCalled();
  });

  it('are tried and turned off', async () => {
    const { subscription } = browser('granted', { subscribed: true });
    devices(here, phone);
    answer(`POST /api/accounts/profile/push/${here.id}/test`, { status: 202 });
    answer(`DELETE /api/accounts/profile/push/${here.id}`, { status: 204 });
    card();

    fireEvent.click(await screen.findByTestId('alerts-test'));
    await waitFor(() => expect(asked.map(({ call }) => call)).toContain(`POST /api/accounts/profile/push/${here.id}/test`));
    fireEvent.click(screen.getByTestId('alerts-off'));
    await waitFor(() => expect(asked.map(({ call }) => call)).toContain(`DELETE /api/accounts/profile/push/${here.id}`));
    expect(subscription.unsubscribe).toHaveBeenCalled();
  });
});
