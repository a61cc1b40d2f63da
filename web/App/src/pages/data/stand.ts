import type { RunProgressed, RunStatus, Source } from '../../api/types';

/** Where a source stands now, from its last known run and the live events since. */
export interface Stand {
  runId: string;
  status: RunStatus;
  active: boolean;
  rowsRead: number;
  rowsExpected: number | null;
  rowsPublished: number;
}

const activeStatuses: ReadonlySet<RunStatus> = new Set(['queued', 'running', 'publishing']);

export function isActive(status: RunStatus): boolean {
  return activeStatuses.has(status);
}

/**
 * A live event outruns the service's answer while a run goes on; the answer wins once it says that the same run is over
 * (the last event may have been lost), or that a later run was asked for.
 */
export function standOf({ lastRun }: Pick<Source, 'lastRun'>, progress: RunProgressed | undefined): Stand | null {
  const eventCounts =
    progress !== undefined &&
    (lastRun === null || (lastRun.id === progress.runId ? isActive(lastRun.status) : lastRun.requestedAt < progress.at));

  if (eventCounts) {
    const { runId, phase, rowsRead, rowsExpected, rowsPublished } = progress;
    const status = phase === 'reading' ? 'running' : phase;
    return { runId, status, active: isActive(status), rowsRead, rowsExpected, rowsPublished };
  }

  if (lastRun === null) {
    return null;
  }

  const { id, status, rowsRead, rowsExpected, rowsPublished } = lastRun;
  return { runId: id, status, active: isActive(status), rowsRead, rowsExpected, rowsPublished };
}

/** 0 to 100, or null while nobody knows how much there is. */
export function partOf({ status, rowsRead, rowsExpected }: Pick<Stand, 'status' | 'rowsRead' | 'rowsExpected'>): number | null {
  if (status === 'publishing' || status === 'succeeded') {
    return 100;
  }

  return rowsExpected === null || rowsExpected === 0 ? null : Math.min(100, (rowsRead / rowsExpected) * 100);
}
