import type { SalesDashboard } from '../../api/types';
import type { DayRange } from '../../filters/range';
import { type SalesSearch, withoutValue, withValue } from '../../filters/search';
import { FilterBar } from '../../ui/FilterBar';
import { FilterChips } from '../../ui/FilterChips';
import { FilterSelect } from '../../ui/FilterSelect';
import { RangePicker } from '../../ui/RangePicker';

interface SalesFiltersProps {
  search: SalesSearch;
  range: DayRange;
  choices: SalesDashboard['filters'] | undefined;
  set: (change: (before: SalesSearch) => SalesSearch) => void;
}

type Name = 'rep' | 'category' | 'channel';

const words: Record<Name, { label: string; all: string }> = {
  rep: { label: 'Salesperson', all: 'All salespeople' },
  category: { label: 'Category', all: 'All categories' },
  channel: { label: 'Channel', all: 'All channels' },
};

export function SalesFilters({ search, range, choices, set }: SalesFiltersProps) {
  const same = (value: string) => ({ value, label: value });
  const options: Record<Name, { value: string; label: string }[]> = {
    rep: (choices?.reps ?? []).map(same),
    category: (choices?.categories ?? []).map(same),
    channel: (choices?.channels ?? []).map(({ id, name }) => ({ value: id, label: name ?? id })),
  };
  const names = Object.keys(words) as Name[];

  const chips = names.flatMap((name) =>
    (search[name] ?? []).map((value) => ({
      kind: words[name].label, value, label: options[name].find((option) => option.value === value)?.label ?? value,
      onRemove: () => set((before) => ({ ...before, [name]: withoutValue(before[name], value) })),
    })),
  );

  return (
    <FilterBar
      active={chips.length}
      range={<RangePicker value={range} onChange={({ from, to }) => set((before) => ({ ...before, from, to }))} />}
      chips={<FilterChips chips={chips} onClear={() => set((before) => ({ ...before, rep: undefined, category: undefined, channel: undefined }))} />}
    >
      {names.map((name) => (
        <FilterSelect
          key={name}
          {...words[name]}
          choices={options[name]}
          chosen={search[name]}
          onAdd={(value) => set((before) => ({ ...before, [name]: withValue(before[name], value) }))}
          testId={`filter-${name}`}
        />
      ))}
    </FilterBar>
  );
}
