import { describe, expect, it } from 'vitest';
import type { RunProgressed, RunSummary } from '../../api/types';
import { partOf, standOf } from './stand';

const run: RunSummary = {
  id: 'run-1', sourceId: 'monday', source: 'Monday', mode: 'full', status: 'running', trigger: 'person', requestedBy: null,
  requestedAt: '2026-11-21T12:00:00Z', startedAt: '2026-11-21T12:00:01Z', finishedAt: null, publishedAt: null,
  rowsRead: 100, rowsExpected: 1000, rowsPublished: 0, rowsPerSecond: null, attempt: 1, reason: null, wayOut: null, certificate: null,
};
const progress: RunProgressed = {
  runId: 'run-1', sourceId: 'monday', source: 'Monday', phase: 'reading', rowsRead: 400, rowsExpected: 1000, rowsPublished: 0, at: '2026-11-21T12:00:05Z',
};

describe('where a source stands', () => {
  it('is nowhere before the first run', () => {
    expect(standOf({ lastRun: null }, undefined)).toBeNull();
  });

  it('follows live events while the run goes on', () => {
    expect(standOf({ lastRun: run }, progress)).toMatchObject({ status: 'running', active: true, rowsRead: 400 });
  });

  it('believes the service once it says that the run is over, though the last event was lost', () => {
    const over: RunSummary = { ...run, status: 'succeeded', rowsPublished: 1000 };
    expect(standOf({ lastRun: over }, progress)).toMatchObject({ status: 'succeeded', active: false });
  });

  it('follows a run that the service has not told of yet', () => {
    const before: RunSummary = { ...run, id: 'run-0', status: 'succeeded', requestedAt: '2026-11-21T11:00:00Z' };
    expect(standOf({ lastRun: before }, progress)).toMatchObject({ runId: 'run-1', active: true });
  });

  it('forgets an event of an earlier run', () => {
    const later: RunSummary = { ...run, id: 'run-2', status: 'queued', requestedAt: '2026-11-21T12:30:00Z' };
    expect(standOf({ lastRun: later }, progress)).toMatchObject({ runId: 'run-2', status: 'queued' });
  });
});

describe('the part that is done', () => {
  it('is unknown while the source does not say how much there is', () => {
    expect(partOf({ status: 'running', rowsRead: 5, rowsExpected: null })).toBeNull();
    expect(partOf({ status: 'running', rowsRead: 0, rowsExpected: 0 })).toBeNull();
  });

  it('never passes the whole', () => {
    expect(partOf({ status: 'running', rowsRead: 1200, rowsExpected: 1000 })).toBe(100);
    expect(partOf({ status: 'running', rowsRead: 250, rowsExpected: 1000 })).toBe(25);
  });
});
