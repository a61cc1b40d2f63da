import { describe, expect, it } from 'vitest';
import type { Lag } from '../api/types';
import { duration, lagAbout, lagWords, withNewest } from './lag';

const p = (p50: number, p95: number) => ({ p50, p95 });
const spread = { samples: 12, total: p(0.55, 0.84), vendorToWebhook: p(0.02, 0.1), webhookToPublished: p(0.3, 0.4), publishedToRollup: p(0.1, 0.2), rollupToEvent: p(0.02, 0.03) };
const lag: Lag = { asOf: '2026-11-21T20:00:00Z', state: 'measured', by: 'canary', why: null, newest: { at: '2026-11-21T19:58:00Z', seconds: 0.6 }, hour: spread, day: spread };

describe('source → screen', () => {
  it('is the newest change and what all but one in twenty took in the last hour', () => expect(lagWords(lag, false)).toBe('0.6 s, p95 of the last hour 0.8 s'));

  it('is of the day when nothing came in the last hour', () => expect(lagWords({ ...lag, hour: null }, false)).toBe('0.6 s, p95 of the last day 0.8 s'));

  it('is the newest alone before there is a spread', () => expect(lagWords({ ...lag, hour: null, day: null }, false)).toBe('0.6 s'));

  it('says why it is not known', () => {
    expect(lagWords(undefined, false)).toBe('…');
    expect(lagWords(undefined, true)).toBe('not known right now');
    expect(lagWords({ ...lag, state: 'not-measured', newest: null, hour: null, day: null }, false)).toContain('not measured');
    expect(lagWords({ ...lag, state: 'lost' }, false)).toContain('do not come through');
  });

  it('tells the stages and by what it was measured to whoever asks', () => {
    const about = lagAbout(lag, new Date('2026-11-21T20:00:00Z'));
    expect(about).toContain('a canary that is renamed at the source');
    expect(about).toContain('p95 of 12 changes: webhook 0.1 s, published 0.4 s, figures 0.2 s, event under 0.1 s.');
    expect(lagAbout({ ...lag, state: 'lost', why: 'The last canary has not come back.' }, new Date())).toContain('The last canary has not come back.');
    expect(lagAbout({ ...lag, hour: { ...spread, vendorToWebhook: null } }, new Date())).toContain('changes: published');
  });

  it('follows live events, and where a canary measures only the canary', () => {
    const event = { at: '2026-11-21T20:01:00Z', kind: 'canary', seconds: 0.4 } as const;
    expect(withNewest({ ...lag, state: 'lost', why: 'Lost.' }, event)).toMatchObject({ state: 'measured', why: null, newest: { seconds: 0.4 } });
    expect(withNewest(lag, { ...event, kind: 'change' })).toBe(lag);
    expect(withNewest({ ...lag, state: 'not-measured', by: null, newest: null }, { ...event, kind: 'change' })).toMatchObject({ state: 'measured', by: 'change' });
    expect(withNewest(undefined, event)).toBeUndefined();
  });

  it('counts minutes from a minute on', () => {
    expect(duration(59.94)).toBe('59.9 s');
    expect(duration(180)).toBe('3 min');
  });
});
