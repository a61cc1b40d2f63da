import { describe, expect, it } from 'vitest';
import type { DayMeasures } from '../../api/types';
import { addDays } from '../../format/dates';
import { alignedTo, courseOf } from './course';

const nothing: DayMeasures = {
  day: '', spend: 0, impressions: 0, clicks: 0, leads: 0, campaignLeads: 0, qualified: 0, spam: 0, calls: 0, canceledCalls: 0, designReviews: 0,
  deals: 0, revenue: 0, attributedRevenue: 0, roas: null, conversion: null, costPerLead: null,
};
const daysFrom = (from: string, count: number): DayMeasures[] =>
  Array.from({ length: count }, (_, index) => ({ ...nothing, day: addDays(from, index), spend: 10, leads: 2, deals: index % 2, attributedRevenue: 40 }));

describe('the course of a figure', () => {
  it('goes day by day up to 92 days', () => {
    expect(courseOf({ from: '2026-01-01', to: '2026-04-02' }, daysFrom('2026-01-01', 92), [])).toHaveLength(92);
  });

  it('goes by weeks from Monday beyond that', () => {
    const points = courseOf({ from: '2026-01-01', to: '2026-04-03' }, daysFrom('2026-01-01', 93), []);
    expect(points[0]).toMatchObject({ start: '2025-12-29', days: 4, spend: 40 });
    expect(points[1]).toMatchObject({ start: '2026-01-05', days: 7, spend: 70, leads: 14 });
  });

  it('makes ratios from sums, not from averages', () => {
    const [, week] = courseOf({ from: '2026-01-01', to: '2026-04-03' }, daysFrom('2026-01-01', 93), []);
    expect(week?.conversion).toBeCloseTo((week?.deals ?? 0) / 14);
    expect(week?.roas).toBe(4);
  });

  it('has no ratio over nothing', () => {
    const [point] = courseOf({ from: '2026-01-01', to: '2026-01-01' }, [{ ...nothing, day: '2026-01-01' }], []);
    expect(point).toMatchObject({ conversion: null, roas: null });
  });

  it('falls back to months without daily figures', () => {
    const points = courseOf({ from: '2020-01-01', to: '2026-01-01' }, undefined, [{ ...nothing, month: '2026-01', spend: 5, previous: null, lastYear: null, spendTarget: null }]);
    expect(points).toMatchObject([{ start: '2026-01', label: 'Jan 2026', spend: 5 }]);
  });
});

describe('earlier days', () => {
  it('stand under the dates of those they are compared with', () => {
    expect(alignedTo(daysFrom('2026-03-01', 3), daysFrom('2026-02-26', 3)).map(({ day }) => day)).toEqual(['2026-03-01', '2026-03-02', '2026-03-03']);
  });

  it('are found by their names over a leap day, which counts with the 28th', () => {
    const days = daysFrom('2025-02-27', 3);
    expect(alignedTo(days, daysFrom('2024-02-27', 4)).map(({ day }) => day)).toEqual(['2025-02-27', '2025-02-28', '2025-02-28', '2025-03-01']);
    expect(alignedTo(daysFrom('2024-02-27', 4), daysFrom('2023-02-27', 3)).map(({ day }) => day)).toEqual(['2024-02-27', '2024-02-28', '2024-03-01']);
  });
});
