import type { Client, Inputs } from './documents';

const prefix = 'teg-draft';

/** What nobody came back to in a week does not lie about on a computer for longer. */
const longest = 7 * 24 * 60 * 60 * 1000;

/** What somebody has written and not yet sent. */
export interface StoredDraft {
  draft: Inputs;
  client: Client | null;
  at: string;
  sent?: Sent | undefined;
}

/** A request that left the page, whether or not its answer came back. */
export interface Sent {
  requestKey: string;
  /** As text, for comparing. */
  inputs: string;
}

/**
 * The name under which the service makes one document however often it is asked: the same until something else is asked for.
 * An answer that was lost on the way is asked for again under the same name.
 */
export function requestOf(last: Sent | undefined, inputs: Inputs, newKey: () => string): Sent {
  const text = JSON.stringify(inputs);
  return last?.inputs === text ? last : { requestKey: newKey(), inputs: text };
}

/** A UUID. crypto.randomUUID is missing where the page came without TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Drafts are each person's own, on a computer that several use. */
export function placeOfDraft(organisation: string, user: string, what: string): string {
  return `${prefix}:${organisation}:${user}:${what}`;
}

export function readDraft(place: string, now = Date.now()): StoredDraft | null {
  try {
    for (const name of names().filter((each) => isOver(read(each), now))) {
      localStorage.removeItem(name);
    }

    return read(place);
  } catch {
    // Not allowed to be read: one begins anew.
    return null;
  }
}

export function writeDraft(place: string, stored: StoredDraft) {
  try {
    localStorage.setItem(place, JSON.stringify(stored));
  } catch {
    // No room, or not allowed: the form works without it.
  }
}

export function forgetDraft(place: string) {
  localStorage.removeItem(place);
}

/** Drafts name clients: nothing of them stays behind when somebody signs out. */
export function forgetDrafts() {
  for (const name of names()) {
    localStorage.removeItem(name);
  }
}

function names(): string[] {
  return Object.keys(localStorage).filter((each) => each.startsWith(`${prefix}:`));
}

/** Null also for what another version of the page has written, or somebody by hand. */
function read(place: string): StoredDraft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? 'null');
    return typeof stored === 'object' && stored !== null && 'draft' in stored && 'at' in stored ? (stored as StoredDraft) : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      return null;
    }

    throw cause;
  }
}

function isOver(stored: StoredDraft | null, now: number): boolean {
  return stored === null || !(now - Date.parse(stored.at) < longest);
}
