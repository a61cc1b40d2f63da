/** Stands in for the Gateway in tests of pages; a call nobody planned an answer for fails the test that made it. */
interface Planned {
  status?: number;
  body?: unknown;
}

const planned = new Map<string, (body: unknown) => Planned>();

/** What was asked, in order: "POST /api/accounts/invitations", what stands behind the question mark, and the body. */
export const asked: { call: string; query: string; body: unknown }[] = [];

export function answer(call: string, by: Planned | ((body: never) => Planned)) {
  planned.set(call, typeof by === 'function' ? (by as (body: unknown) => Planned) : () => by);
}

export function forget() {
  planned.clear();
  asked.length = 0;
}

export async function serve(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = input instanceof Request ? input : new Request(input, init);
  const { pathname, search } = new URL(request.url);
  const call = `${request.method} ${pathname}`;
  const text = await request.text();
  // A form with a file stays text: tests look for what was in the file.
  const body: unknown = text === '' ? undefined : request.headers.get('content-type')?.startsWith('multipart/') ? text : JSON.parse(text);
  asked.push({ call, query: search.slice(1), body });
  const by = planned.get(call);
  if (by === undefined) {
    throw new Error(`Nobody planned an answer to ${call}.`);
  }

  const { status = 200, body: answered } = by(body);
  return new Response(answered === undefined ? null : JSON.stringify(answered), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } });
}
