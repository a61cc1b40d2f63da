import { useFilterChoices } from '../../api/analytics';
import type { DayRange } from '../../filters/range';
import { type AdsSearch, withoutValue, withValue } from '../../filters/search';
import { FilterBar } from '../../ui/FilterBar';
import { FilterChips } from '../../ui/FilterChips';
import { FilterSelect } from '../../ui/FilterSelect';
import { RangePicker } from '../../ui/RangePicker';

interface AdsFiltersProps {
  search: AdsSearch;
  range: DayRange;
  set: (change: (before: AdsSearch) => AdsSearch) => void;
}

export function AdsFilters({ search, range, set }: AdsFiltersProps) {
  const { data: choices } = useFilterChoices();

  const channels = (choices?.channels ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const campaigns = (choices?.campaigns ?? [])
    .filter(({ channel }) => search.channel === undefined || search.channel.includes(channel))
    .map(({ id, name }) => ({ value: id, label: name }));
  const nameOfCampaign = (id: string) => choices?.campaigns.find((campaign) => campaign.id === id)?.name ?? id;
  const nameOfChannel = (id: string) => choices?.channels.find((channel) => channel.id === id)?.name ?? id;

  const chips = [
    ...(search.channel ?? []).map((value) => ({
      kind: 'Channel', value, label: nameOfChannel(value),
      onRemove: () => set((before) => ({ ...before, channel: withoutValue(before.channel, value) })),
    })),
    ...(search.campaign ?? []).map((value) => ({
      kind: 'Campaign', value, label: nameOfCampaign(value),
      onRemove: () => set((before) => ({ ...before, campaign: withoutValue(before.campaign, value) })),
    })),
  ];

  return (
    <FilterBar
      active={chips.length}
      range={<RangePicker value={range} onChange={({ from, to }) => set((before) => ({ ...before, from, to }))} />}
      chips={<FilterChips chips={chips} onClear={() => set((before) => ({ ...before, channel: undefined, campaign: undefined }))} />}
    >
      <FilterSelect
        label="Channel"
        all="All channels"
        choices={channels}
        chosen={search.channel}
        onAdd={(value) => set((before) => ({ ...before, channel: withValue(before.channel, value) }))}
        testId="filter-channel"
      />
      <FilterSelect
        label="Campaign"
        all="All campaigns"
        choices={campaigns}
        chosen={search.campaign}
        onAdd={(value) => set((before) => ({ ...before, campaign: withValue(before.campaign, value) }))}
        testId="filter-campaign"
      />
    </FilterBar>
  );
}
