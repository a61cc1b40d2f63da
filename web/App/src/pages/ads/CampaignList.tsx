import { Skeleton } from '@mantine/core';
import { type AdsFilter, fileAddress, useCampaigns } from '../../api/analytics';
import type { AdsDashboard, CampaignMeasures } from '../../api/types';
import { campaignSorts, defaultCampaignSort } from '../../filters/search';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Downloads } from '../../ui/Downloads';
import { LoadMore } from '../../ui/LoadMore';
import { Pick } from '../../ui/Pick';
import { QueryState } from '../../ui/QueryState';
import { measureColumns } from './columns';
import { useAdsSearch } from './useAdsSearch';

interface CampaignListProps {
  filter: AdsFilter;
  dashboard: AdsDashboard;
  onCampaign: (campaign: string) => void;
}

export function CampaignList({ filter, dashboard, onCampaign }: CampaignListProps) {
  const { search, set } = useAdsSearch();
  const sort = search.sort ?? defaultCampaignSort;
  const campaigns = useCampaigns(filter, sort);
  const measures = measureColumns(dashboard.currency);
  const nameOf = (channel: string) => dashboard.channels.find((each) => each.channel === channel)?.name ?? channel;

  const columns: Column<CampaignMeasures>[] = [
    {
      id: 'campaign', header: 'Campaign',
      cell: (row) => <Pick label={row.name} about={`Show only ${row.name}`} onPick={() => onCampaign(row.campaign)} />,
    },
    { id: 'channel', header: 'Channel', cell: (row) => nameOf(row.channel) },
    ...campaignSorts.map((id) => measures[id]),
  ];

  return (
    <Card
      title="Campaigns"
      about="Choose one to follow it through the whole page."
      controls={
        <Downloads of={(format) => fileAddress('ads/campaigns', format, filter, sort)} testId="campaigns" />
      }
    >
      <QueryState of={campaigns} loading={<Skeleton h={320} m="lg" mt={0} w="auto" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return (
            <div>
              <DataTable
                label="Campaigns"
                columns={columns}
                rows={rows}
                keyOf={(row) => row.campaign}
                sort={sort}
                onSort={(next) => set((before) => ({ ...before, sort: next }))}
                testId="table-campaigns"
              />
              <LoadMore of={campaigns} shown={rows.length} what={['campaign', 'campaigns']} />
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}
