import { describe, expect, it } from 'vitest';
import { periodOf, type PresetId, presetOf, presets, presetsOf, rangeOf, stepped, unitOf } from './range';

const today = '2026-11-21';
const of = (id: PresetId, day = today) => presets.find((preset) => preset.id === id)?.of(day);

describe('presets', () => {
  it('count today as the last of their days', () => {
    expect(of('30-days')).toEqual({ from: '2026-10-23', to: today });
    expect(of('90-days')).toEqual({ from: '2026-08-24', to: today });
  });

  it('reach from the first of the month or year to today', () => {
    expect(of('this-month')).toEqual({ from: '2026-11-01', to: today });
    expect(of('ytd')).toEqual({ from: '2026-01-01', to: today });
  });

  it('take all of last month, also over the turn of the year and from a longer month', () => {
    expect(of('last-month')).toEqual({ from: '2026-10-01', to: '2026-10-31' });
    expect(of('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(of('last-month', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it('begin twelve months the day after the same day last year', () => {
    expect(of('12-months')).toEqual({ from: '2025-11-22', to: today });
    expect(of('12-months', '2024-02-29')).toEqual({ from: '2023-03-01', to: '2024-02-29' });
  });

  it('are recognised by their days', () => {
    expect(presetOf({ from: '2026-11-01', to: today }, today)?.id).toBe('this-month');
    expect(presetOf({ from: '2026-11-02', to: today }, today)).toBeUndefined();
  });
});

describe('rangeOf', () => {
  it('is the last twelve months when the address says nothing', () => {
    expect(rangeOf({}, today)).toEqual({ from: '2025-11-22', to: today });
  });

  it('is what the address says', () => {
    expect(rangeOf({ from: '2026-01-01', to: '2026-01-31' }, today)).toEqual({ from: '2026-01-01', to: '2026-01-31' });
  });

  it('completes a missing end', () => {
    expect(rangeOf({ from: '2026-06-01' }, today)).toEqual({ from: '2026-06-01', to: today });
    expect(rangeOf({ to: '2026-06-30' }, today)).toEqual({ from: '2025-07-01', to: '2026-06-30' });
  });

  it('turns ends round that stand the wrong way', () => {
    expect(rangeOf({ from: '2026-02-01', to: '2026-01-01' }, today)).toEqual({ from: '2026-01-01', to: '2026-02-01' });
  });
});

describe('the period of a key', () => {
  it('runs up to today, weeks from Monday', () => {
    expect(periodOf('day', today)).toEqual({ from: today, to: today });
    expect(periodOf('week', today)).toEqual({ from: '2026-11-16', to: today });
    expect(periodOf('month', today)).toEqual({ from: '2026-11-01', to: today });
    expect(periodOf('year', today)).toEqual({ from: '2026-01-01', to: today });
  });

  it('is all of what its days may mean on the first of a month', () => {
    expect(presetsOf({ from: '2026-11-01', to: '2026-11-01' }, '2026-11-01').map(({ id }) => id)).toEqual(['this-month', 'today']);
  });
});

describe('a step', () => {
  it.each([
    ['day', { from: '2026-03-08', to: '2026-03-08' }, { from: '2026-03-07', to: '2026-03-07' }],
    ['week', { from: '2026-11-16', to: today }, { from: '2026-11-09', to: '2026-11-15' }],
    ['month', { from: '2026-11-01', to: today }, { from: '2026-10-01', to: '2026-10-31' }],
    ['year', { from: '2026-01-01', to: today }, { from: '2025-01-01', to: '2025-12-31' }],
  ])('back from a running or whole %s is the whole one before, and forward again the same', (unit, range, before) => {
    expect(unitOf(range, today)).toBe(unit);
    expect(stepped(range, -1, today)).toEqual(before);
    expect(stepped(before, 1, today)).toEqual(range);
  });

  it('over the turn of the year and into February keeps to whole months', () => {
    expect(stepped({ from: '2026-01-01', to: '2026-01-31' }, -1, today)).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(stepped({ from: '2026-03-01', to: '2026-03-31' }, -1, today)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(stepped({ from: '2026-01-01', to: '2026-03-31' }, -1, today)).toEqual({ from: '2025-10-01', to: '2025-12-31' });
  });

  it('of twelve months is twelve months', () => {
    expect(stepped({ from: '2025-11-22', to: today }, -1, today)).toEqual({ from: '2024-11-22', to: '2025-11-21' });
  });

  it('of any other days keeps their number, and forward ends today', () => {
    expect(stepped({ from: '2026-10-23', to: today }, -1, today)).toEqual({ from: '2026-09-23', to: '2026-10-22' });
    expect(stepped({ from: '2026-10-10', to: '2026-11-08' }, 1, today)).toEqual({ from: '2026-10-23', to: today });
  });

  it('never leads into days that have not come', () => {
    for (const unit of ['day', 'week', 'month', 'year'] as const) {
      expect(stepped(periodOf(unit, today), 1, today)).toBeUndefined();
    }

    expect(stepped({ from: '2026-10-23', to: today }, 1, today)).toBeUndefined();
  });

  it('goes by what the range is meant as where its days do not say', () => {
    const first = { from: '2026-06-01', to: '2026-06-01' };
    expect(stepped(first, -1, '2026-06-01', 'month')).toEqual({ from: '2026-05-01', to: '2026-05-31' });
    expect(stepped(first, -1, '2026-06-01', 'week')).toEqual({ from: '2026-05-25', to: '2026-05-31' });
    expect(stepped(first, -1, '2026-06-01', 'day')).toEqual({ from: '2026-05-31', to: '2026-05-31' });
  });
});
