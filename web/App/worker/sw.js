/*
 * The app's service worker: its files for the next start, the last figures for a moment without a connection.
 *
 * What is kept of a person: figures, and who they are. Nothing that lets anybody in (the session's token is taken out), no lists of people, no downloads, no
 * events, nothing that changes anything. Each answer says whose it is (X-Teg-Whose, set by the Gateway from the session it asked with); it is kept only while that
 * is who was last seen here. A sign-in, a sign-out and a change of organisation or role empty it.
 */

// Filled in by scripts/worker.mjs.
const version = '%VERSION%';
const files = ['%FILES%'];

const filesCache = `files-${version}`;
const keptPrefix = 'kept-';
const alertsCache = 'alerts';
const figures = /^\/api\/analytics\/(ads(\/days|\/campaigns|\/reconciliation|\/spend-choice)?|sales|new-leads|calls|seo|filters)\/?$/;
// Answered by code; everything else without an ending is a page of the app, as the Gateway has it too.
const notPages = /^\/(api|hooks|oauth|session|events|assets|health|alive|metrics|openapi|qualify)(\/|$)|\.[^/]*$/i;
// A lost laptop does not show last year's figures for ever.
const longest = 7 * 24 * 60 * 60 * 1000;
const most = 80;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') {
    event.waitUntil(self.skipWaiting());
  } else if (typeof event.data?.alertsOf === 'string') {
    event.waitUntil(inTurn(async () => (await caches.open(alertsCache)).put('/owner', new Response(event.data.alertsOf))));
  }
});

self.addEventListener('push', (event) => {
  // Of us: what was not encrypted for this browser never gets here.
  const { title, body, page, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon: '/icon-192.png', badge: '/icon-badge-96.png', data: { page } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data?.page ?? '/', self.location.origin)));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) {
    return;
  }

  if (request.method !== 'GET') {
    // Whoever comes, goes or changes the organisation: what was kept is not for who is here next. Whether it succeeds is for the next look at /session to say.
    if (/^\/session(\/|$)/.test(pathname)) {
      event.waitUntil(inTurn(() => (request.method === 'DELETE' ? Promise.all([forget(), silence()]) : forget())));
    }
  } else if (request.mode === 'navigate') {
    if (!notPages.test(pathname)) {
      event.respondWith(fetch(request).catch((cause) => fileOr('/index.html', cause)));
    }
  } else if (pathname === '/session') {
    event.respondWith(askWhoIsHere(event));
  } else if (figures.test(pathname)) {
    event.respondWith(askFigures(event));
  } else if (pathname.startsWith('/assets/')) {
    // Their names hold the hash of their content. An open page of the version before finds its own here, too.
    event.respondWith(caches.match(request.url).then((file) => file ?? fetch(request)));
  } else if (files.includes(pathname)) {
    event.respondWith(fetch(request).catch((cause) => fileOr(pathname, cause)));
  }
});

async function install() {
  const cache = await caches.open(filesCache);
  // One after the other: the page that is open goes first.
  for (const file of files) {
    const hashed = file.startsWith('/assets/');
    const known = hashed ? await caches.match(file) : undefined;
    const answer = known ?? (await fetch(file, { cache: hashed ? 'default' : 'no-cache' }));
    if (!answer.ok) {
      throw new Error(`${file}: ${answer.status}`);
    }

    await cache.put(file, answer);
  }
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('files-') && name !== filesCache).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fileOr(path, cause) {
  const file = await (await caches.open(filesCache)).match(path);
  if (file === undefined) {
    throw cause;
  }

  return file;
}

// Which answers come from the network while there is one; what is kept is for when there is none.
async function askWhoIsHere(event) {
  const { request } = event;
  return orKept(request, (answer) => event.waitUntil(inTurn(() => see(answer))));
}

async function askFigures(event) {
  const { request } = event;
  return orKept(request, (answer) => event.waitUntil(inTurn(() => keep(request.url, answer))));
}

async function orKept(request, take) {
  let answer;
  try {
    answer = await fetch(request);
  } catch (cause) {
    const kept = request.signal.aborted ? undefined : await inTurn(() => find(request.url));
    if (kept === undefined) {
      throw cause;
    }

    return kept;
  }

  if (answer.status === 200) {
    take(answer.clone());
  }

  return answer;
}

// One after the other: between looking whose is kept and writing beside it, nobody else comes or goes.
let turn = Promise.resolve();
function inTurn(work) {
  const done = turn.then(work);
  turn = done.catch(() => undefined);
  return done;
}

async function keptCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(keptPrefix));
}

async function forget(but = '') {
  await Promise.all((await keptCaches()).filter((name) => name !== but).map((name) => caches.delete(name)));
}

/** Alerts are for the person who asked for them in this browser; its push service then tells the platform that it is over. */
async function silence() {
  await caches.delete(alertsCache);
  await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
}

/** In the page that is open, otherwise in a new one. */
async function open(address) {
  if (address.origin !== self.location.origin) {
    return undefined;
  }

  const [page] = await self.clients.matchAll({ type: 'window' });
  if (page === undefined) {
    return self.clients.openWindow(address.href);
  }

  await page.focus();
  return page.navigate(address.href);
}

async function see(answer) {
  const session = await answer.json();
  if (!session.signedIn) {
    return forget();
  }

  const name = `${keptPrefix}${session.user.id}.${session.organisation.id}.${session.user.role}`;
  await forget(name);
  const toldHere = await (await caches.match('/owner', { cacheName: alertsCache }))?.text();
  if (toldHere !== undefined && toldHere !== session.user.id) {
    await silence();
  }

  return put(await caches.open(name), '/session', JSON.stringify({ ...session, csrfToken: '' }));
}

async function keep(url, answer) {
  const name = `${keptPrefix}${answer.headers.get('x-teg-whose')}`;
  const isJson = /^application\/json\b/.test(answer.headers.get('content-type') ?? '') && !answer.headers.has('content-disposition');
  if (!isJson || !(await caches.has(name))) {
    return;
  }

  const cache = await caches.open(name);
  if ((await cache.match('/session')) === undefined) {
    // A page emptied it meanwhile.
    await caches.delete(name);
    return;
  }

  await put(cache, url, await answer.text());
  const others = (await cache.keys()).filter((each) => new URL(each.url).pathname !== '/session');
  await Promise.all(others.slice(0, Math.max(0, others.length - most)).map((each) => cache.delete(each)));
}

async function put(cache, url, body) {
  // Deleted first, so that the order of the entries is that of their age.
  await cache.delete(url);
  await cache.put(url, new Response(body, { headers: { 'content-type': 'application/json', 'x-kept-at': new Date().toISOString() } }));
}

async function find(url) {
  const [name, ...more] = await keptCaches();
  const cache = name === undefined || more.length > 0 ? undefined : await caches.open(name);
  const session = await cache?.match('/session');
  if (session === undefined || Date.now() - Date.parse(session.headers.get('x-kept-at')) > longest) {
    await forget();
    return undefined;
  }

  return (await cache.match(url)) ?? (await sameQuestion(cache, new URL(url)));
}

/** "The last twelve months" of Monday answers "the last twelve months" of Wednesday: everything else alike, as many days, and ended a few days earlier. */
async function sameQuestion(cache, asked) {
  const wanted = daysOf(asked);
  const known = wanted === undefined ? [] : await cache.keys();
  const alike = known.filter(({ url }) => {
    const days = daysOf(new URL(url));
    return days !== undefined && days.rest === wanted.rest && wanted.to >= days.to && wanted.to - days.to <= longest && Math.abs(wanted.to - wanted.from - (days.to - days.from)) <= longest / 2;
  });
  return alike.length > 0 ? cache.match(alike.at(-1)) : undefined;
}

function daysOf(url) {
  const rest = new URL(url);
  rest.searchParams.delete('from');
  rest.searchParams.delete('to');
  const [from, to] = ['from', 'to'].map((end) => Date.parse(url.searchParams.get(end) ?? ''));
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : { from, to, rest: rest.href };
}
