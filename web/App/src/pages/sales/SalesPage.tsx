import { useMemo } from 'react';
import { type SalesFilter, useSales } from '../../api/analytics';
import { useSession } from '../../api/session';
import type { SalesDashboard } from '../../api/types';
import { Explainable } from '../../explain/Explainable';
import { narrowed } from '../../filters/narrow';
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
import { TargetsButton } from '../targets/TargetsButton';
import { DealTable } from './DealTable';
import { RevenueBars } from './RevenueBars';
import { RevenueByPeriod } from './RevenueByPeriod';
import { SalesFilters } from './SalesFilters';
import { SalesTiles } from './SalesTiles';
import { useSalesSearch } from './useSalesSearch';

/** What was sold, by whom and of what (D2). */
export function SalesPage() {
  const { search, set } = useSalesSearch();
  const { organisation } = useSession();
  const { rep, category, channel, period = 'month' } = search;
  const filter: SalesFilter = { ...rangeOf(search, todayIn(organisation.timeZone, new Date())), rep, category, channel };
  const sales = useSales(filter, period);

  return (
    <Page
      title="Sales"
      asOf={sales.data?.asOf}
      action={
        <PageActions>
          <TargetsButton />
          <AgainstChoice value={search.against} onChange={(against) => set((before) => ({ ...before, against }))} />
        </PageActions>
      }
    >
      <SalesFilters search={search} range={{ from: filter.from, to: filter.to }} choices={sales.data?.filters} set={set} />
      <Explainable filter={filter}>
        <QueryState of={sales} loading={<SalesLoading />}>
          {(dashboard) => (
            <>
              {/* Year and month to date stand whatever the range holds, but zeros before the first sync would be untrue. */}
              {dashboard.asOf && <SalesTiles dashboard={dashboard} against={search.against} />}
              {dashboard.empty ? <EmptyFigures page="sales" empty={dashboard.empty} /> : <SalesFigures dashboard={dashboard} filter={filter} />}
            </>
          )}
        </QueryState>
      </Explainable>
    </Page>
  );
}

function SalesFigures({ dashboard, filter }: { dashboard: SalesDashboard; filter: SalesFilter }) {
  const { search, set } = useSalesSearch();
  const { bySalesperson, byCategory, currency } = dashboard;
  const reps = useMemo(() => bySalesperson.map(({ rep, ...figures }) => ({ name: rep, ...figures })), [bySalesperson]);
  const categories = useMemo(() => byCategory.map(({ category, ...figures }) => ({ name: category, ...figures })), [byCategory]);

  return (
    <>
      <RevenueByPeriod
        dashboard={dashboard}
        period={search.period ?? 'month'}
        against={search.against}
        onPeriod={(period) => set((before) => ({ ...before, period }))}
        onDays={(start) => set((before) => ({ ...before, ...narrowed(dashboard, start, search.period ?? 'month') }))}
      />
      <Cards>
        <RevenueBars
          title="By salesperson"
          header="Salesperson"
          rows={reps}
          currency={currency}
          onPick={(rep) => set((before) => ({ ...before, rep: withValue(before.rep, rep) }))}
          testId="chart-salesperson"
        />
        <RevenueBars
          title="By category"
          header="Category"
          rows={categories}
          currency={currency}
          onPick={(category) => set((before) => ({ ...before, category: withValue(before.category, category) }))}
          testId="chart-category"
        />
      </Cards>
      <DealTable filter={filter} channels={dashboard.filters.channels} />
    </>
  );
}

function SalesLoading() {
  return (
    <>
      <TilesLoading count={4} />
      <ChartLoading title="Revenue over time" />
    </>
  );
}
