import createClient, { type Middleware } from 'openapi-fetch';
import type { AccountsPaths } from './accounts';
import type { DocumentsPaths } from './documents';
import { noteAge } from '../offline/kept';
import { keys } from './keys';
import { Problem } from './problem';
import type { QualifierPaths } from './qualifier';
import { queryClient } from './queryClient';
import type { AnalyticsPaths, GatewayPaths, Session, SyncPaths } from './types';

const safe = new Set(['GET', 'HEAD']);

const house: Middleware = {
  async onRequest({ request }) {
    if (!safe.has(request.method)) {
      const session = await sessionWithToken();
      if (session) {
        request.headers.set('X-CSRF-Token', session.csrfToken);
      }
    }

    return request;
  },
  async onResponse({ request, response }) {
    noteAge(request, response);
    if (!response.ok) {
      throw await Problem.of(response);
    }
  },
};

/** What was kept for a moment without a connection has no token; whoever changes something just after it gets one first. */
async function sessionWithToken(): Promise<Session | undefined> {
  const known = queryClient.getQueryData<Session>(keys.session);
  if (known?.csrfToken !== '') {
    return known;
  }

  const session = await bodyOf(gateway.GET('/session'));
  queryClient.setQueryData(keys.session, session);
  return session;
}

function client<Paths extends {}>(baseUrl: string) {
  const made = createClient<Paths>({ baseUrl });
  made.use(house);
  return made;
}

export const gateway = client<GatewayPaths>('');
export const door = client<GatewayPaths>('');
export const accounts = client<AccountsPaths>('/api/accounts');
export const analytics = client<AnalyticsPaths>('/api/analytics');
export const documents = client<DocumentsPaths>('/api/documents');
export const qualifier = client<QualifierPaths>('/api/qualifier');
export const sync = client<SyncPaths>('/api/sync');

/** The body of an answer. Failures have been thrown as a Problem before they get here. */
export async function bodyOf<Body>(call: Promise<{ data?: Body }>): Promise<Body> {
  const { data } = await call;
  if (data === undefined) {
    throw new Problem(0, 'empty-answer', 'The server sent an empty answer.');
  }

  return data;
}
