import { addDays, addMonths, type Day, firstOfMonth, weekOf } from '../../format/dates';

/** The mean of this day and the six before it; null where they are not all in range. */
export function sevenDayAverage(values: readonly number[]): (number | null)[] {
  let sum = 0;
  return values.map((value, index) => {
    sum += value - (index >= 7 ? values[index - 7]! : 0);
    return index < 6 ? null : sum / 7;
  });
}

/** Weeks of a month, Monday to Sunday; null for days of the months beside it. */
export function weeksOfMonth(month: Day): (Day | null)[][] {
  const first = firstOfMonth(month);
  const next = addMonths(first, 1);
  const weeks: (Day | null)[][] = [];
  for (let monday = weekOf(first); monday < next; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)).map((day) => (day >= first && day < next ? day : null)));
  }

  return weeks;
}

/** How busy a day was beside the busiest of the range, 0 for nothing to 4. */
export function levelOf(leads: number, most: number): 0 | 1 | 2 | 3 | 4 {
  return leads === 0 || most === 0 ? 0 : (Math.ceil((leads / most) * 4) as 1 | 2 | 3 | 4);
}

/** Where a key moves the focus in the calendar, kept within the range; undefined for keys that mean nothing here. */
export function dayAfterKey(key: string, day: Day, from: Day, to: Day): Day | undefined {
  const moved = moves[key]?.(day);
  return moved === undefined ? undefined : moved < from ? from : moved > to ? to : moved;
}

const moves: Record<string, (day: Day) => Day> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
  Home: (day) => weekOf(day),
  End: (day) => addDays(weekOf(day), 6),
};

/** The days of which the rows are shown: of the chosen day or week what lies in the range, else the whole range. */
export function rowsRange(range: { from: Day; to: Day }, chosen: { day?: Day | undefined; week?: Day | undefined }): { from: Day; to: Day } {
  const [from, to] = chosen.day !== undefined ? [chosen.day, chosen.day] : chosen.week !== undefined ? [weekOf(chosen.week), addDays(weekOf(chosen.week), 6)] : [range.from, range.to];
  const within = { from: from < range.from ? range.from : from, to: to > range.to ? range.to : to };
  return within.from <= within.to ? within : range;
}
