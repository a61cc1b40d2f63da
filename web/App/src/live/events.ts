import type { QueryKey } from '@tanstack/react-query';
import { keys } from '../api/keys';
import type { DriftFound, RunFailed, RunProgressed } from '../api/types';

/** The names of the Gateway's live events, and what each one carries. */
export interface LiveEvents {
  'run-progressed': RunProgressed;
  'run-published': unknown;
  'run-failed': RunFailed;
  'drift-found': DriftFound;
  'figures-refreshed': unknown;
  /** More happened while the page was away than the Gateway keeps. */
  resync: unknown;
}

export const eventNames = [
  'run-progressed', 'run-published', 'run-failed', 'drift-found', 'figures-refreshed', 'resync',
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
 * @param before The run-progressed event that the page knew of the same source until now. Rows counting up are shown
 * as they come; only a new run or another phase is worth asking the service again.
 */
export function consequenceOf<Name extends keyof LiveEvents>(
  name: Name, event: LiveEvents[Name], before: RunProgressed | undefined,
): Consequence {
  switch (name) {
    case 'run-progressed': {
      const now = event as RunProgressed;
      return { invalidate: before?.runId === now.runId && before.phase === now.phase ? [] : [keys.sync] };
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

    default:
      return { invalidate: [keys.sync, keys.analytics] };
  }
}

/** Waiting time before the stream is opened again: 1, 2, 4 … 30 seconds. */
export function reconnectDelay(attempt: number): number {
  return Math.min(30_000, 1000 * 2 ** attempt);
}
