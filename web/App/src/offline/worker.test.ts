import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';

const source = readFileSync(new URL('../../worker/sw.js', import.meta.url), 'utf8');
const origin = 'https://teg.example';

/** As much of the Cache API as the worker uses; its entries are in the order of their writing, as a browser has them. */
class Cache {
  private readonly entries = new Map<string, Response>();
  async match(request: string | { url: string }) {
    return this.entries.get(at(request))?.clone();
  }
  async put(request: string | { url: string }, response: Response) {
    this.entries.set(at(request), response);
  }
  async delete(request: string | { url: string }) {
    return this.entries.delete(at(request));
  }
  async keys() {
    return [...this.entries.keys()].map((url) => ({ url }));
  }
}

const at = (request: string | { url: string }) => new URL(typeof request === 'string' ? request : request.url, origin).href;

let kept: Map<string, Cache>;
let online: boolean;
let network: (request: Request) => Response;
let shown: unknown[];
let subscribed: boolean;
let handlers: Map<string, (event: object) => void>;

beforeEach(() => {
  kept = new Map();
  online = true;
  shown = [];
  subscribed = true;
  network = () => json({}, { status: 404 });
  start();
});

/** As a browser does it after every pause: the worker remembers nothing but what it stored. */
function start() {
  handlers = new Map();
  const caches = {
    open: async (name: string) => kept.get(name) ?? kept.set(name, new Cache()).get(name),
    has: async (name: string) => kept.has(name),
    delete: async (name: string) => kept.delete(name),
    keys: async () => [...kept.keys()],
    match: async (path: string, { cacheName = '' } = {}) => kept.get(cacheName)?.match(path),
  };
  const self = {
    addEventListener: (name: string, handler: (event: object) => void) => handlers.set(name, handler),
    location: { origin },
    registration: {
      showNotification: async (title: string, options: object) => shown.push({ title, ...options }),
      pushManager: { getSubscription: async () => ({ unsubscribe: async () => (subscribed = false) }) },
    },
    clients: { matchAll: async () => [], openWindow: async (address: string) => shown.push(address) },
  };
  const fetch = async (request: Request) => {
    if (!online) {
      throw new TypeError('Failed to fetch');
    }

    return network(request);
  };
  new Function('self', 'caches', 'fetch', source)(self, caches, fetch);
}

/** @returns What the page is answered; undefined when the worker leaves it to the browser. */
async function ask(path: string, { method = 'GET', mode = 'cors' } = {}): Promise<Response | undefined> {
  const request = { url: origin + path, method, mode, signal: new AbortController().signal };
  const waits: Promise<unknown>[] = [];
  let answer: Promise<Response> | undefined;
  handlers.get('fetch')!({ request, respondWith: (by: Promise<Response>) => (answer = by), waitUntil: (work: Promise<unknown>) => waits.push(work) });
  try {
    return await answer;
  } finally {
    await Promise.all(waits);
  }
}

const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' }, ...init });
const session = (user: string, organisation = 'house', role = 'Manager') => json({ signedIn: true, csrfToken: 'secret', user: { id: user, role }, organisation: { id: organisation } });
const figure = (value: number, whose: string) => json({ value }, { headers: { 'content-type': 'application/json; charset=utf-8', 'x-teg-whose': whose } });

async function seen(answer: Response, figures: Record<string, Response> = {}) {
  network = () => answer;
  await ask('/session');
  for (const [path, of] of Object.entries(figures)) {
    network = () => of;
    await ask(path);
  }
}

const year = '/api/analytics/ads?from=2025-11-21&to=2026-11-20&channel=meta';

describe('without a connection', () => {
  it('the last figures are read with their age, and the session without its token', async () => {
    await seen(session('ada'), { [year]: figure(7, 'ada.house.Manager') });
    online = false;
    start();

    const answer = await ask(year);
    expect(await answer!.json()).toEqual({ value: 7 });
    expect(Date.parse(answer!.headers.get('x-kept-at')!)).toBeGreaterThan(Date.now() - 60_000);
    expect(await (await ask('/session'))!.json()).toMatchObject({ signedIn: true, csrfToken: '', user: { id: 'ada' } });
  });

  it('a day later the same question has the same answer, another question none', async () => {
    await seen(session('ada'), { [year]: figure(7, 'ada.house.Manager') });
    online = false;

    expect(await (await ask('/api/analytics/ads?from=2025-11-22&to=2026-11-21&channel=meta'))!.json()).toEqual({ value: 7 });
    for (const other of ['?from=2025-11-22&to=2026-11-21', '?from=2026-11-01&to=2026-11-21&channel=meta', '?from=2025-11-01&to=2026-10-31&channel=meta', '']) {
      await expect(ask(`/api/analytics/ads${other}`)).rejects.toThrow('Failed to fetch');
    }
  });

  it('a page of the app opens, an address that is answered by code does not', async () => {
    online = false;
    kept.set('files-%VERSION%', new Cache());
    await kept.get('files-%VERSION%')!.put('/index.html', new Response('the app'));

    expect(await (await ask('/sales?from=2026-01-01', { mode: 'navigate' }))!.text()).toBe('the app');
    for (const path of ['/api/analytics/ads/campaigns.csv', '/session/external/google', '/qualify/example', '/icon.svg']) {
      expect(await ask(path, { mode: 'navigate' })).toBeUndefined();
    }
  });
});

describe('what is kept is one person’s', () => {
  const nothing = () => [...kept.keys()].filter((name) => name.startsWith('kept-'));

  it.each([['DELETE', '/session'], ['POST', '/session'], ['POST', '/session/organisation'], ['POST', '/session/second-factor']])('%s %s empties it', async (method, path) => {
    await seen(session('ada'), { [year]: figure(7, 'ada.house.Manager') });

    expect(await ask(path, { method })).toBeUndefined();
    expect(nothing()).toEqual([]);
  });

  it.each([
    ['the next person', session('bob')],
    ['the same person in another organisation', session('ada', 'other')],
    ['the same person in another role', session('ada', 'house', 'Agent')],
    ['nobody', json({ signedIn: false, csrfToken: 'x', user: null, organisation: null })],
  ])('%s finds nothing of it', async (_, next) => {
    await seen(session('ada'), { [year]: figure(7, 'ada.house.Manager') });
    await seen(next);
    expect(nothing()).not.toContain('kept-ada.house.Manager');
    online = false;

    await expect(ask(year)).rejects.toThrow('Failed to fetch');
  });

  it('an answer that comes after its person has gone is not kept, and one of somebody else never', async () => {
    await seen(session('ada'));
    await ask('/session', { method: 'DELETE' });
    network = () => figure(7, 'ada.house.Manager');
    await ask(year);
    expect(nothing()).toEqual([]);

    await seen(session('bob'), { [year]: figure(7, 'ada.house.Manager') });
    online = false;
    await expect(ask(year)).rejects.toThrow('Failed to fetch');
  });

  it('after a week it is over', async () => {
    await seen(session('ada'), { [year]: figure(7, 'ada.house.Manager') });
    const old = new Date(Date.now() - 8 * 86_400_000).toISOString();
    await kept.get('kept-ada.house.Manager')!.put('/session', json({ signedIn: true }, { headers: { 'x-kept-at': old } }));
    online = false;

    await expect(ask(year)).rejects.toThrow('Failed to fetch');
    expect(nothing()).toEqual([]);
  });
});

describe('never kept, nor looked at', () => {
  it.each([
    ['POST', '/api/sync/runs'], ['GET', '/events'], ['GET', '/api/analytics/new-leads/leads'], ['GET', '/api/analytics/sales/deals.csv'], ['GET', '/api/accounts/people'], ['GET', '/session/external/google'],
    ['GET', '/api/analytics/calls/01900000-0000-7000-8000-000000000001'],
  ])('%s %s', async (method, path) => {
    expect(await ask(path, { method })).toBeUndefined();
  });

  it('a refusal and a file', async () => {
    await seen(session('ada'), {
      '/api/analytics/sales': json({}, { status: 403, headers: { 'content-type': 'application/json', 'x-teg-whose': 'ada.house.Manager' } }),
      '/api/analytics/ads': new Response('a;b', { headers: { 'content-type': 'text/csv', 'x-teg-whose': 'ada.house.Manager' } }),
    });
    online = false;

    await expect(ask('/api/analytics/sales')).rejects.toThrow('Failed to fetch');
    await expect(ask('/api/analytics/ads')).rejects.toThrow('Failed to fetch');
  });
});

describe('alerts', () => {
  async function happen(name: string, event: object) {
    const waits: Promise<unknown>[] = [];
    handlers.get(name)!({ ...event, waitUntil: (work: Promise<unknown>) => waits.push(work) });
    await Promise.all(waits);
  }

  it('are shown once under their tag, and a tap opens their page and no other site', async () => {
    await happen('push', { data: { json: () => ({ title: 'Refreshing Monday failed', body: 'The token was refused.', page: '/data', tag: 'run-failed:1' }) } });
    expect(shown[0]).toMatchObject({ title: 'Refreshing Monday failed', body: 'The token was refused.', tag: 'run-failed:1', data: { page: '/data' } });

    await happen('notificationclick', { notification: { close: () => undefined, data: { page: '/data' } } });
    await happen('notificationclick', { notification: { close: () => undefined, data: { page: 'https://elsewhere.example/' } } });
    expect(shown.slice(1)).toEqual([`${origin}/data`]);
  });

  it('end with the person who asked for them', async () => {
    await happen('message', { data: { alertsOf: 'ada' } });
    await seen(session('ada'));
    await seen(session('ada', 'other'));
    expect(subscribed).toBe(true);
    await seen(session('bob'));
    expect(subscribed).toBe(false);
  });

  it('end with a sign-out', async () => {
    await happen('message', { data: { alertsOf: 'ada' } });
    await ask('/session', { method: 'DELETE' });
    expect(subscribed).toBe(false);
  });
});
