import { type AdsFilter, useAds } from '../../api/analytics';
import { useSession } from '../../api/session';
import type { AdsDashboard } from '../../api/types';
import { Explainable } from '../../explain/Explainable';
import { narrowed, type Period } from '../../filters/narrow';
import { rangeOf } from '../../filters/range';
import { withValue } from '../../filters/search';
import { todayIn } from '../../format/dates';
import { Cards } from '../../ui/Card';
import { ChartLoading } from '../../ui/ChartCard';
import { AgainstChoice } from '../../ui/AgainstChoice';
import { EmptyFigures } from '../../ui/EmptyFigures';
import { Page } from '../../ui/Page';
import { PageActions } from '../../ui/PageActions';
import { QueryState } from '../../ui/QueryState';
import { TilesLoading } from '../../ui/Tile';
import { AdsFilters } from './AdsFilters';
import { AdsTiles } from './AdsTiles';
import { Attribution } from './Attribution';
import { CampaignList } from './CampaignList';
import { ChannelMonths } from './ChannelMonths';
import { Course } from './Course';
import { MonthlySpend } from './MonthlySpend';
import { TargetsButton } from '../targets/TargetsButton';
import { useAdsSearch } from './useAdsSearch';

/** Advertising and its return (D1): the landing page. */
export function AdsPage() {
  const { search, set } = useAdsSearch();
  const { organisation } = useSession();
  const { channel, campaign } = search;
  const filter: AdsFilter = { ...rangeOf(search, todayIn(organisation.timeZone, new Date())), channel, campaign };
  const ads = useAds(filter);

  return (
    <Page
      title="Advertising"
      asOf={ads.data?.asOf}
      action={
        <PageActions>
          <TargetsButton />
          <AgainstChoice value={search.against} onChange={(against) => set((before) => ({ ...before, against }))} />
        </PageActions>
      }
    >
      <AdsFilters search={search} range={filter} set={set} />
      <Explainable filter={filter}>
        <QueryState of={ads} loading={<AdsLoading />}>
          {(dashboard) =>
            dashboard.empty ? <EmptyFigures page="advertising" empty={dashboard.empty} /> : <AdsFigures dashboard={dashboard} filter={filter} />
          }
        </QueryState>
      </Explainable>
    </Page>
  );
}

function AdsFigures({ dashboard, filter }: { dashboard: AdsDashboard; filter: AdsFilter }) {
  const { search: { against }, set } = useAdsSearch();
  const onChannel = (channel: string) => set((before) => ({ ...before, channel: withValue(before.channel, channel) }));
  const onCampaign = (campaign: string) => set((before) => ({ ...before, campaign: withValue(before.campaign, campaign) }));
  const onDays = (start: string, period: Period) => set((before) => ({ ...before, ...narrowed(dashboard, start, period) }));

  return (
    <>
      <AdsTiles dashboard={dashboard} against={against} />
      <Cards>
        <MonthlySpend dashboard={dashboard} against={against} onDays={onDays} />
        <ChannelMonths dashboard={dashboard} onChannel={onChannel} onDays={onDays} />
      </Cards>
      <Course dashboard={dashboard} filter={filter} against={against} onDays={onDays} />
      <Attribution dashboard={dashboard} onChannel={onChannel} />
      <CampaignList filter={filter} dashboard={dashboard} onCampaign={onCampaign} />
    </>
  );
}

function AdsLoading() {
  return (
    <>
      <TilesLoading count={8} />
      <ChartLoading title="Monthly spend and return" />
    </>
  );
}
