import type { QueryKey } from '@tanstack/react-query';
import type { DocumentProgressed } from '../api/documents';
import { keys } from '../api/keys';
import type { DriftFound, LagMeasured, RunFailed, RunProgressed } from '../api/types';

/** The names of the Gateway's live events, and what each one carries. */
export interface LiveEvents {
  'run-progressed': RunProgressed;
  'run-published': unknown;
  'run-failed': RunFailed;
  'drift-found': DriftFound;
  'figures-refreshed': unknown;
  enquiries: unknown;
  replay: unknown;
  batch: unknown;
  document: DocumentProgressed;
  lag: LagMeasured;
  /** More happened while the page was away than the Gateway keeps. */
  resync: unknown;
}

export const eventNames = [
  'run-progressed', 'run-published', 'run-failed', 'drift-found', 'figures-refreshed', 'enquiries', 'replay', 'batch', 'document', 'lag', 'resync',
] as const satisfies (keyof LiveEvents)[];

export interface Notice {
  /** The same happening shows once, however often it is delivered. */
  id: string;
  tone: 'bad' | 'wait';
  title: string;
  message: string;
}

/** What an event means for the open page. */
export interface Consequence {
  invalidate: readonly QueryKey[];
  notice?: Notice;
}

/**
 * @param before The run-progressed or document event that the page knew of the same source or document until now. Rows counting up and
 * places in the queue are shown as they come; only a new run, another phase or another step is worth asking the service again.
 */
export function consequenceOf<Name extends keyof LiveEvents>(
  name: Name, event: LiveEvents[Name], before: RunProgressed | DocumentProgressed | undefined,
): Consequence {
  switch (name) {
    case 'run-progressed': {
      const now = event as RunProgressed;
      const was = before as RunProgressed | undefined;
      return { invalidate: was?.runId === now.runId && was.phase === now.phase ? [] : [keys.sync] };
    }

    case 'run-published':
      return { invalidate: [keys.sync] };

    case 'run-failed': {
      const { runId, source, reason, wayOut } = event as RunFailed;
      return {
        invalidate: [keys.sync],
        notice: { id: `run-failed-${runId}`, tone: 'bad', title: `Refreshing ${source} failed`, message: `${reason} ${wayOut}`.trim() },
      };
    }

    case 'drift-found': {
      const { runId, stream, summary } = event as DriftFound;
      return {
        invalidate: [keys.sync],
        notice: { id: `drift-found-${runId}-${stream}`, tone: 'wait', title: 'Columns changed at the source', message: summary },
      };
    }

    case 'figures-refreshed':
      return { invalidate: [keys.analytics] };

    // It carries all that the foot of the page shows of it.
    case 'lag':
      return { invalidate: [] };

    case 'enquiries':
      return { invalidate: [keys.enquiries] };

    case 'replay':
      return { invalidate: [keys.replays] };

    case 'batch':
      return { invalidate: [keys.batches] };

    case 'document': {
      const now = event as DocumentProgressed;
      const was = before as DocumentProgressed | undefined;
      const isOnTheWay = now.state === 'queued' || now.state === 'working';
      return {
        invalidate: isOnTheWay && was?.state === now.state && was.step === now.step ? [] : [keys.documentList, keys.document(now.documentId), keys.signature(now.documentId)],
      };
    }

    default:
      return { invalidate: [keys.sync, keys.analytics, keys.qualifier, keys.documents] };
  }
}

/**
 * Passes on what it is called with: the first at once, what follows in one at the end of a rest, for each key. While more keeps coming the rests grow, up to
 * the longest: a change alone is on the page at once, and a morning's import does not make two hundred open pages ask for everything each second. The last
 * is never missed.
 */
export function gathering(pass: (key: QueryKey) => void, shortest: number, longest: number): (key: QueryKey) => void {
  const resting = new Map<string, { again: boolean }>();
  const rest = (key: QueryKey, name: string, milliseconds: number) => {
    const state = { again: false };
    resting.set(name, state);
    pass(key);
    setTimeout(() => {
      if (state.again) {
        rest(key, name, Math.min(longest, milliseconds * 2));
      } else {
        resting.delete(name);
      }
    }, milliseconds);
  };

  return (key) => {
    const name = JSON.stringify(key);
    const state = resting.get(name);
    if (state) {
      state.again = true;
    } else {
      rest(key, name, shortest);
    }
  };
}

/** Waiting time before the stream is opened again: 1, 2, 4 … 30 seconds. */
export function reconnectDelay(attempt: number): number {
  return Math.min(30_000, 1000 * 2 ** attempt);
}
