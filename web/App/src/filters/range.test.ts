import { describe, expect, it } from 'vitest';
import { type PresetId, presetOf, presets, rangeOf } from './range';

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
