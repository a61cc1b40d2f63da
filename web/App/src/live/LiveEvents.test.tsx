import { render } from '@testing-library/react';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../api/keys';
import { House } from '../testing/House';
import { LiveEvents } from './LiveEvents';

/** The part of an EventSource that the page uses. */
class Stream {
  static readonly CLOSED = 2;
  static opened: Stream[] = [];
  onopen?: () => void;
  onerror?: () => void;
  readyState = 1;
  readonly heard = new Map<string, (message: { data: string; lastEventId: string }) => void>();
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    Stream.opened.push(this);
  }

  addEventListener(name: string, hear: (message: { data: string; lastEventId: string }) => void) {
    this.heard.set(name, hear);
  }

  say(name: string, lastEventId: string, data: unknown = {}) {
    this.heard.get(name)?.({ data: JSON.stringify(data), lastEventId });
  }

  refuse() {
    this.readyState = Stream.CLOSED;
    this.onerror?.();
  }

  close() {
    this.readyState = Stream.CLOSED;
  }
}

const queries = new QueryClient();
const asked = vi.spyOn(queries, 'invalidateQueries');
const askedFor = () => asked.mock.calls.map(([filter]) => filter?.queryKey);

describe('the open page’s stream', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', Stream);
    Stream.opened = [];
    asked.mockClear();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const open = () => {
    render(<House queries={queries}><LiveEvents>page</LiveEvents></House>);
    const stream = Stream.opened[0]!;
    stream.onopen?.();
    return stream;
  };

  it('goes on where it left off when it has to be begun anew, and asks for nothing again by itself', () => {
    const first = open();
    expect(first.url).toBe('/events');
    first.say('figures-refreshed', 'a1b2-7');
    asked.mockClear();
    first.refuse();
    vi.advanceTimersByTime(1000);

    const second = Stream.opened[1]!;
    expect(second.url).toBe('/events?after=a1b2-7');
    second.onopen?.();
    expect(askedFor()).toEqual([keys.session]);
    second.say('resync', 'c3d4-1');
    vi.advanceTimersByTime(1000);
    expect(askedFor()).toContainEqual(keys.analytics);
  });

  it('that was lost before anything was heard makes the page ask for everything', () => {
    const first = open();
    first.refuse();
    vi.advanceTimersByTime(1000);
    expect(Stream.opened[1]!.url).toBe('/events');
    Stream.opened[1]!.onopen?.();
    expect(askedFor()).toEqual([keys.session, keys.sync, keys.analytics, keys.qualifier, keys.documents]);
  });

  it('brings the newest lag to the foot of the page without a question', () => {
    queries.setQueryData(keys.lag, { state: 'not-measured', by: null, newest: null });
    open().say('lag', 'a1b2-8', { at: '2026-11-21T20:00:00Z', kind: 'canary', seconds: 0.4 });
    expect(queries.getQueryData(keys.lag)).toMatchObject({ state: 'measured', newest: { seconds: 0.4 } });
    expect(asked).not.toHaveBeenCalled();
  });

  it('only marks what a hidden page shows as out of date', () => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    open().say('figures-refreshed', 'a1b2-9');
    expect(asked).toHaveBeenCalledWith({ queryKey: keys.analytics, refetchType: 'none' });
    vi.restoreAllMocks();
  });
});
