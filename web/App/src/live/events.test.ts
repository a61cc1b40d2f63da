import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DocumentProgressed } from '../api/documents';
import { keys } from '../api/keys';
import type { RunProgressed } from '../api/types';
import { consequenceOf, eventNames, gathering, reconnectDelay } from './events';

const progress: RunProgressed = {
  runId: 'run-1', sourceId: 'monday', source: 'Monday', phase: 'reading', rowsRead: 500, rowsExpected: 1000, rowsPublished: 0, at: '2026-11-21T12:00:00Z',
};

describe('live events', () => {
  it('bring new figures to the pages that show them, and to no other', () => {
    expect(consequenceOf('figures-refreshed', {}, undefined)).toEqual({ invalidate: [keys.analytics] });
  });

  it('bring a published run to the Data page', () => {
    expect(consequenceOf('run-published', {}, undefined)).toEqual({ invalidate: [keys.sync] });
  });

  it('do not ask the service while rows only count up', () => {
    expect(consequenceOf('run-progressed', { ...progress, rowsRead: 600 }, progress)).toEqual({ invalidate: [] });
  });

  it('ask again when a run begins, changes phase or ends', () => {
    expect(consequenceOf('run-progressed', progress, undefined).invalidate).toEqual([keys.sync]);
    expect(consequenceOf('run-progressed', { ...progress, phase: 'publishing' }, progress).invalidate).toEqual([keys.sync]);
    expect(consequenceOf('run-progressed', { ...progress, runId: 'run-2' }, progress).invalidate).toEqual([keys.sync]);
  });

  it('tell a person why a run failed and what to do', () => {
    const { invalidate, notice } = consequenceOf(
      'run-failed',
      { runId: 'run-1', sourceId: 'monday', source: 'Monday', reason: 'The token was refused.', wayOut: 'Enter a new one.', at: progress.at },
      undefined,
    );
    expect(invalidate).toEqual([keys.sync]);
    expect(notice).toEqual({ id: 'run-failed-run-1', tone: 'bad', title: 'Refreshing Monday failed', message: 'The token was refused. Enter a new one.' });
  });

  it('tell a person of changed columns once for each board', () => {
    const found = { runId: 'run-1', sourceId: 'monday', stream: 'ads', summary: '"Spend" is gone.', at: progress.at };
    expect(consequenceOf('drift-found', found, undefined).notice?.id).toBe('drift-found-run-1-ads');
    expect(consequenceOf('drift-found', { ...found, stream: 'leads' }, undefined).notice?.id).toBe('drift-found-run-1-leads');
  });

  it('ask for everything when some were missed', () => {
    expect(consequenceOf('resync', {}, undefined).invalidate).toEqual([keys.sync, keys.analytics, keys.qualifier, keys.documents]);
    expect(eventNames).toContain('resync');
  });

  it('are waited for longer after each failure, but never longer than half a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 10].map(reconnectDelay)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });
});

describe('the lead qualifier', () => {
  it.each([['enquiries', keys.enquiries], ['replay', keys.replays], ['batch', keys.batches]] as const)('brings its %s to the pages that show them', (name, key) => {
    expect(consequenceOf(name, {}, undefined)).toEqual({ invalidate: [key] });
  });
});

describe('a document', () => {
  const made: DocumentProgressed = { documentId: 'd-1', state: 'queued', step: null, queuePosition: 4, at: '2026-11-21T12:00:00Z' };
  const itsPages = [keys.documentList, keys.document('d-1'), keys.signature('d-1')];

  it('is asked for again when it is queued, begun, at another step or done', () => {
    expect(consequenceOf('document', made, undefined).invalidate).toEqual(itsPages);
    expect(consequenceOf('document', { ...made, state: 'working', step: 'writing' }, made).invalidate).toEqual(itsPages);
    expect(consequenceOf('document', { ...made, state: 'working', step: 'converting' }, { ...made, state: 'working', step: 'writing' }).invalidate).toEqual(itsPages);
    expect(consequenceOf('document', { ...made, state: 'ready' }, { ...made, state: 'working' }).invalidate).toEqual(itsPages);
  });

  it('only moves up in the queue on the page itself', () => {
    expect(consequenceOf('document', { ...made, queuePosition: 3 }, made).invalidate).toEqual([]);
  });

  it('that is done may say the same again when its signature moves', () => {
    const ready: DocumentProgressed = { ...made, state: 'ready', queuePosition: null };
    expect(consequenceOf('document', ready, ready).invalidate).toEqual(itsPages);
  });
});

describe('many events at once', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are one question at the beginning and one at the end, for each of what they concern', () => {
    const pass = vi.fn();
    const ask = gathering(pass, 500, 4000);
    for (let each = 0; each < 100; each++) {
      ask(keys.enquiries);
    }

    ask(keys.batches);
    expect(pass.mock.calls).toEqual([[keys.enquiries], [keys.batches]]);
    vi.advanceTimersByTime(500);
    expect(pass.mock.calls.slice(2)).toEqual([[keys.enquiries]]);
    vi.advanceTimersByTime(9000);
    expect(pass).toHaveBeenCalledTimes(3);
  });

  it('that do not end are asked about more and more seldom, and one after a pause at once', () => {
    const asked: number[] = [];
    const start = Date.now();
    const ask = gathering(() => asked.push(Date.now() - start), 500, 4000);
    for (let each = 0; each < 200; each++) {
      ask(keys.analytics);
      vi.advanceTimersByTime(100);
    }

    expect(asked).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500]);
    vi.advanceTimersByTime(8000);
    expect(asked.length).toBe(9);
    ask(keys.analytics);
    expect(asked.at(-1)).toBe(Date.now() - start);
  });
});
