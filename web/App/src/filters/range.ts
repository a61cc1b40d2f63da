import { addDays, addMonths, type Day, firstOfMonth } from '../format/dates';

/** Whole days of the organisation, both ends included. */
export interface DayRange {
  from: Day;
  to: Day;
}

export type PresetId = 'this-month' | 'last-month' | '30-days' | '90-days' | 'ytd' | '12-months';

export interface Preset {
  id: PresetId;
  label: string;
  of(today: Day): DayRange;
}

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
];

/** The range a page asks for: what its URL says, otherwise the last twelve months. An end without the other reaches a year. */
export function rangeOf(search: { from?: Day | undefined; to?: Day | undefined }, today: Day): DayRange {
  const to = search.to ?? (search.from !== undefined && search.from > today ? search.from : today);
  const from = search.from ?? yearUpTo(to).from;
  return from <= to ? { from, to } : { from: to, to: from };
}

export function presetOf(range: DayRange, today: Day): Preset | undefined {
  return presets.find((preset) => {
    const of = preset.of(today);
    return of.from === range.from && of.to === range.to;
  });
}

function yearUpTo(day: Day): DayRange {
  return { from: addDays(addMonths(day, -12), 1), to: day };
}
