import type { NewLeads } from '../../api/types';
import type { DayRange } from '../../filters/range';
import { type LeadMark, leadMarks, type NewLeadsSearch, withoutValue, withValue } from '../../filters/search';
import { formatDay } from '../../format/dates';
import { FilterBar } from '../../ui/FilterBar';
import { type FilterChip, FilterChips } from '../../ui/FilterChips';
import { FilterSelect } from '../../ui/FilterSelect';
import { RangePicker } from '../../ui/RangePicker';
import { markWords, nameIn, nameOf, stageName } from './marks';

interface LeadFiltersProps {
  search: NewLeadsSearch;
  range: DayRange;
  answer: NewLeads | undefined;
  set: (change: (before: NewLeadsSearch) => NewLeadsSearch) => void;
}

/** The others become chips where they are clicked. */
const offered: readonly LeadMark[] = ['channel', 'source', 'board', 'owner', 'qualification'];

const cleared = { ...Object.fromEntries(leadMarks.map((mark) => [mark, undefined])), reached: undefined, day: undefined, week: undefined };

export function LeadFilters({ search, range, answer, set }: LeadFiltersProps) {
  const one = (kind: string, value: string | undefined, label: (value: string) => string, name: 'reached' | 'day' | 'week'): FilterChip[] =>
    value === undefined ? [] : [{ kind, value, label: label(value), onRemove: () => set((before) => ({ ...before, [name]: undefined })) }];

  const chips = [
    ...leadMarks.flatMap((mark) =>
      (search[mark] ?? []).map((value) => ({
        kind: markWords[mark].label, value, label: nameOf(mark, value, answer),
        onRemove: () => set((before) => ({ ...before, [mark]: withoutValue(before[mark], value) })),
      })),
    ),
    ...one('Reached', search.reached, stageName, 'reached'),
    ...one('Day', search.day, formatDay, 'day'),
    ...one('Week', search.week, (monday) => `of ${formatDay(monday)}`, 'week'),
  ];

  return (
    <FilterBar
      active={chips.length}
      range={<RangePicker value={range} onChange={({ from, to }) => set((before) => ({ ...before, from, to, day: undefined, week: undefined }))} />}
      chips={<FilterChips chips={chips} onClear={() => set((before) => ({ ...before, ...cleared }))} />}
    >
      {offered.map((mark) => (
        <FilterSelect
          key={mark}
          label={markWords[mark].label}
          all={markWords[mark].all}
          choices={(answer?.by[markWords[mark].by] ?? []).map((slice) => ({ value: slice.value, label: nameIn(slice) }))}
          chosen={search[mark]}
          onAdd={(value) => set((before) => ({ ...before, [mark]: withValue(before[mark], value) }))}
          testId={`filter-${mark}`}
        />
      ))}
    </FilterBar>
  );
}
