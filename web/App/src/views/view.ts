import type { SavedView, ViewPage } from '../api/accounts';
import { type DayRange, presetsOf, type PresetId, presets, rangeOf } from '../filters/range';
import { formatQuery, parseQuery } from '../filters/search';
import { type Day, formatRange, isDay } from '../format/dates';
import { allLinks, type PageLink } from '../shell/pages';

/** Where each page that can be kept as a view stands. The service knows pages by these names and no address at all. */
export const viewPaths: Record<ViewPage, PageLink['to']> = {
  advertising: '/', sales: '/sales', 'new-leads': '/new-leads', 'intro-calls': '/calls', 'design-reviews': '/calls/design-reviews', 'rep-calls': '/calls/rep',
  enquiries: '/enquiries', outcomes: '/outcomes', documents: '/tools/documents', audit: '/settings/audit',
};

/** Pages without days in their address. */
const timeless: readonly ViewPage[] = ['documents'];

// What is open over the page, or one day of it, is no part of how it is looked at.
const passing = ['explain', 'call', 'day', 'week'];

export function viewPageOf(pathname: string): ViewPage | undefined {
  return (Object.keys(viewPaths) as ViewPage[]).find((page) => viewPaths[page] === pathname);
}

export function labelOfPage(page: ViewPage): string {
  return allLinks.find(({ to }) => to === viewPaths[page])?.label ?? page;
}

/** What the address says besides its days, as a view keeps it. */
export function filtersOf(searchStr: string): string {
  const search = Object.fromEntries(Object.entries(parseQuery(searchStr)).filter(([name]) => name !== 'from' && name !== 'to' && !passing.includes(name)));
  return formatQuery(search).slice(1);
}

export interface PeriodChoice {
  /** A preset's id, "dates", or "" where the address says no days. */
  value: PresetId | 'dates' | '';
  label: string;
}

/** How the days of an address can be kept: moving with the calendar where they do, and as they are. */
export function periodsOf(page: ViewPage, searchStr: string, today: Day): PeriodChoice[] {
  const range = daysIn(searchStr, today);
  if (timeless.includes(page)) {
    return [];
  }

  return range === undefined
    ? [{ value: '', label: '12 months, up to the day it is opened' }]
    : [...presetsOf(range, today).map(({ id, label }) => ({ value: id, label: `${label}, as of the day it is opened` })), { value: 'dates' as const, label: `Always ${formatRange(range.from, range.to)}` }];
}

/** @param period What was chosen of periodsOf. */
export function viewOf(page: ViewPage, searchStr: string, period: PeriodChoice['value'], today: Day): Pick<SavedView, 'page' | 'period' | 'search'> {
  const filters = filtersOf(searchStr);
  const range = period === 'dates' ? daysIn(searchStr, today) : undefined;
  return {
    page,
    period: period === 'dates' || period === '' ? null : period,
    search: range === undefined ? filters : formatQuery({ ...range, ...parseQuery(filters) }).slice(1),
  };
}

/** Where a view leads today. */
export function addressOf({ page, period, search }: Pick<SavedView, 'page' | 'period' | 'search'>, today: Day): string {
  const range = presets.find(({ id }) => id === period)?.of(today);
  return `${viewPaths[page]}${formatQuery({ ...range, ...parseQuery(search) })}`;
}

function daysIn(searchStr: string, today: Day): DayRange | undefined {
  const { from, to } = parseQuery(searchStr);
  const days = { ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}) };
  return Object.keys(days).length === 0 ? undefined : rangeOf(days, today);
}
