import type { DayMeasures, MonthMeasures } from '../../api/types';
import { daysBetween, formatMonth, formatShortDay, weekOf } from '../../format/dates';
import { groupsOf } from '../../format/groups';

/** One point of a figure's course. Ratios are made from the sums, never averaged. */
export interface Point {
  start: string;
  label: string;
  /** Days it sums up: the first and last week of a range may be cut short. */
  days: number;
  spend: number;
  leads: number;
  deals: number;
  attributedRevenue: number;
  conversion: number | null;
  roas: number | null;
}

type Sums = Pick<Point, 'spend' | 'leads' | 'deals' | 'attributedRevenue'>;

/** Longest range that is drawn day by day; beyond it days would be noise, and weeks are drawn. */
const mostDailyPoints = 92;

/** Days, weeks or, without daily figures, months: whichever a person can read at this length. */
export function courseOf(range: { from: string; to: string }, days: readonly DayMeasures[] | undefined, months: readonly MonthMeasures[]): Point[] {
  if (days === undefined) {
    return months.map((row) => pointOf(row.month, formatMonth(row.month), [row]));
  }

  if (daysBetween(range.from, range.to) <= mostDailyPoints) {
    // Earlier days may have two under one date.
    return [...groupsOf(days, (row) => row.day)].map(([day, rows]) => pointOf(day, formatShortDay(day), rows));
  }

  return [...groupsOf(days, (row) => weekOf(row.day))].map(([week, rows]) => pointOf(week, formatShortDay(week), rows));
}

/**
 * Earlier days under the dates of those they are compared with: day by day, and where a leap day lies between the years by their names. What lies on
 * 29 February counts with the 28th.
 */
export function alignedTo(days: readonly DayMeasures[], earlier: readonly DayMeasures[]): DayMeasures[] {
  if (days.length === earlier.length) {
    return earlier.map((row, index) => ({ ...row, day: days[index]!.day }));
  }

  const byName = new Map(days.map(({ day }) => [day.slice(5), day]));
  return earlier.flatMap((row) => {
    const day = byName.get(row.day.slice(5)) ?? byName.get(row.day.endsWith('-02-29') ? '02-28' : '');
    return day === undefined ? [] : [{ ...row, day }];
  });
}

function pointOf(start: string, label: string, rows: readonly Sums[]): Point {
  const sum = (figure: (row: Sums) => number) => rows.reduce((total, row) => total + figure(row), 0);
  const spend = sum((row) => row.spend);
  const leads = sum((row) => row.leads);
  const deals = sum((row) => row.deals);
  const attributedRevenue = sum((row) => row.attributedRevenue);

  return {
    start, label, days: rows.length, spend, leads, deals, attributedRevenue,
    conversion: leads === 0 ? null : deals / leads,
    roas: spend === 0 ? null : attributedRevenue / spend,
  };
}
