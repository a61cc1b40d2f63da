import { addDays, addMonths, type Day, daysBetween, firstOfMonth, weekOf } from '../format/dates';

/** Whole days of the organisation, both ends included. */
export interface DayRange {
  from: Day;
  to: Day;
}

export type PresetId = 'this-month' | 'last-month' | '30-days' | '90-days' | 'ytd' | '12-months' | 'this-week' | 'today';

/** A stretch of the calendar that has a key of its own: D, W, M, Y. */
export type Unit = 'day' | 'week' | 'month' | 'year';

export interface Preset {
  id: PresetId;
  label: string;
  of(today: Day): DayRange;
}

/** Where two say the same days, as on the first of a month, the first of them is meant. */
export const presets: readonly Preset[] = [
  { id: 'this-month', label: 'This month', of: (today) => ({ from: firstOfMonth(today), to: today }) },
  {
    id: 'last-month',
    label: 'Last month',
    of: (today) => ({ from: firstOfMonth(addMonths(today, -1)), to: addDays(firstOfMonth(today), -1) }),
  },
  { id: '30-days', label: '30 days', of: (today) => ({ from: addDays(today, -29), to: today }) },
  { id: '90-days', label: '90 days', of: (today) => ({ from: addDays(today, -89), to: today }) },
  { id: 'ytd', label: 'Year to date', of: (today) => ({ from: `${today.slice(0, 4)}-01-01`, to: today }) },
  { id: '12-months', label: '12 months', of: (today) => yearUpTo(today) },
  { id: 'this-week', label: 'This week', of: (today) => periodOf('week', today) },
  { id: 'today', label: 'Today', of: (today) => periodOf('day', today) },
];

/** The range a page asks for: what its URL says, otherwise the last twelve months. An end without the other reaches a year. */
export function rangeOf(search: { from?: Day | undefined; to?: Day | undefined }, today: Day): DayRange {
  const to = search.to ?? (search.from !== undefined && search.from > today ? search.from : today);
  const from = search.from ?? yearUpTo(to).from;
  return from <= to ? { from, to } : { from: to, to: from };
}

export function presetOf(range: DayRange, today: Day): Preset | undefined {
  return presetsOf(range, today)[0];
}

/** The presets whose days these are today; more than one on the first day of a week, month or year. */
export function presetsOf(range: DayRange, today: Day): Preset[] {
  return presets.filter((preset) => {
    const of = preset.of(today);
    return of.from === range.from && of.to === range.to;
  });
}

/** The day, week (from Monday), month or year that is running, up to today. */
export function periodOf(unit: Unit, today: Day): DayRange {
  return { from: beginning(unit, today), to: today };
}

/**
 * The range before (-1) or after (1). A day, week, month or year moves to its neighbour, whole months by as many months, anything else by its own length.
 * @param unit What the range is meant as, where its days alone do not say: the first of a month is a day and a month.
 * @returns Undefined where only days would come that have not come yet.
 */
export function stepped({ from, to }: DayRange, by: -1 | 1, today: Day, unit?: Unit): DayRange | undefined {
  const meant = unit ?? unitOf({ from, to }, today);
  if (meant !== undefined) {
    const start = by < 0 ? beginning(meant, addDays(from, -1)) : after(meant, from);
    return start > today ? undefined : { from: start, to: earlier(addDays(after(meant, start), -1), today) };
  }

  if (by > 0 && to >= today) {
    return undefined;
  }

  const months = monthsIn({ from, to });
  if (months !== undefined) {
    const start = addMonths(from, by * months);
    return start > today ? undefined : { from: start, to: earlier(addDays(addMonths(start, months), -1), today) };
  }

  // It keeps its length: the last step forward ends today.
  const days = daysBetween(from, to);
  const end = earlier(addDays(to, by * days), today);
  return { from: addDays(end, 1 - days), to: end };
}

/** What a range looks like: a whole one, or the one that is running, up to today. */
export function unitOf({ from, to }: DayRange, today: Day): Unit | undefined {
  const units: readonly Unit[] = ['month', 'year', 'week', 'day'];
  return units.find((unit) => {
    const whole = addDays(after(unit, from), -1);
    return beginning(unit, from) === from && (to === whole || (to === today && to < whole));
  });
}

function beginning(unit: Unit, day: Day): Day {
  return unit === 'day' ? day : unit === 'week' ? weekOf(day) : unit === 'month' ? firstOfMonth(day) : `${day.slice(0, 4)}-01-01`;
}

/** The first day behind the unit that begins on this one. */
function after(unit: Unit, start: Day): Day {
  return unit === 'day' ? addDays(start, 1) : unit === 'week' ? addDays(start, 7) : addMonths(start, unit === 'month' ? 1 : 12);
}

function monthsIn({ from, to }: DayRange): number | undefined {
  const end = addDays(to, 1);
  const months = (Number(end.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(end.slice(5, 7)) - Number(from.slice(5, 7));
  return months > 0 && addMonths(from, months) === end ? months : undefined;
}

function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
}

function yearUpTo(day: Day): DayRange {
  return { from: addDays(addMonths(day, -12), 1), to: day };
}
