import type { ReactNode } from 'react';
import type { CallsDashboard } from '../../api/types';
import type { DayRange } from '../../filters/range';
import { type RepCallsSearch, withoutValue, withValue } from '../../filters/search';
import { FilterBar } from '../../ui/FilterBar';
import { FilterChips } from '../../ui/FilterChips';
import { FilterSelect } from '../../ui/FilterSelect';
import { RangePicker } from '../../ui/RangePicker';
import type { SetCalls } from './CallsView';
import { hourWords, kindWords, outcomeWords, weekdayWords } from './words';

type Choices = CallsDashboard['filters'];
type Name = 'rep' | 'channel' | 'campaign' | 'source';

interface CallsFiltersProps {
  search: RepCallsSearch;
  range: DayRange;
  choices: Choices | undefined;
  set: SetCalls;
  whom: ((people: Choices['reps']) => ReactNode) | undefined;
}

const words: Record<Name, { label: string; all: string; of: keyof Choices }> = {
  rep: { label: 'Salesperson', all: 'All salespeople', of: 'reps' },
  channel: { label: 'Channel', all: 'All channels', of: 'channels' },
  campaign: { label: 'Campaign', all: 'All campaigns', of: 'campaigns' },
  source: { label: 'UTM source', all: 'All UTM sources', of: 'sources' },
};

export function CallsFilters({ search, range, choices, set, whom }: CallsFiltersProps) {
  // On the page of one salesperson, who it is is the page and not a filter.
  const names = (Object.keys(words) as Name[]).filter((name) => name !== 'rep' || whom === undefined);
  const optionsOf = (name: Name) => (choices?.[words[name].of] ?? []).map(({ value, name: label }) => ({ value, label }));
  const without = (name: 'kind' | 'outcome') => set(({ [name]: _, ...before }) => before);

  const chips = [
    ...names.flatMap((name) =>
      (search[name] ?? []).map((value) => ({
        kind: words[name].label, value, label: optionsOf(name).find((option) => option.value === value)?.label ?? value,
        onRemove: () => set((before) => ({ ...before, [name]: withoutValue(before[name], value) })),
      })),
    ),
    ...(search.kind ? [{ kind: 'Kind', value: search.kind, label: kindWords[search.kind], onRemove: () => without('kind') }] : []),
    ...(search.weekday ?? []).map((value) => ({
      kind: 'Day', value, label: weekdayWords[Number(value)] ?? value, onRemove: () => set((before) => ({ ...before, weekday: withoutValue(before.weekday, value) })),
    })),
    ...(search.hour ?? []).map((value) => ({
      kind: 'Hour', value, label: hourWords(Number(value)), onRemove: () => set((before) => ({ ...before, hour: withoutValue(before.hour, value) })),
    })),
    ...(search.outcome ? [{ kind: 'List', value: search.outcome, label: `${outcomeWords[search.outcome]} only`, onRemove: () => without('outcome') }] : []),
  ];
  const clear = () => set(({ from, to, rep, period, against, listed }) => ({
    ...(from ? { from } : {}), ...(to ? { to } : {}), ...(period ? { period } : {}), ...(against ? { against } : {}), ...(listed ? { listed } : {}), ...(whom && rep ? { rep } : {}),
  }));

  return (
    <FilterBar
      active={chips.length}
      range={<RangePicker value={range} onChange={({ from, to }) => set((before) => ({ ...before, from, to }))} />}
      chips={<FilterChips chips={chips} onClear={clear} />}
    >
      {whom?.(choices?.reps ?? [])}
      {names.map((name) => (
        <FilterSelect
          key={name}
          label={words[name].label}
          all={words[name].all}
          choices={optionsOf(name)}
          chosen={search[name]}
          onAdd={(value) => set((before) => ({ ...before, [name]: withValue(before[name], value) }))}
          testId={`filter-${name}`}
        />
      ))}
    </FilterBar>
  );
}
