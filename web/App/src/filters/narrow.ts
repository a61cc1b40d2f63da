import { addDays, addMonths, type Day, firstOfMonth } from '../format/dates';
import type { DayRange } from './range';

export type Period = 'day' | 'week' | 'month' | 'quarter';

const lastDay: Record<Period, (start: Day) => Day> = {
  day: (start) => start,
  week: (start) => addDays(start, 6),
  month: (start) => addDays(addMonths(firstOfMonth(start), 1), -1),
  quarter: (start) => addDays(addMonths(firstOfMonth(start), 3), -1),
};

/** The days of a bar or point that lie in the page's range: what the range becomes when it is chosen. */
export function narrowed(range: DayRange, start: Day, period: Period): DayRange {
  const end = lastDay[period](start);
  return { from: start < range.from ? range.from : start, to: end > range.to ? range.to : end };
}
