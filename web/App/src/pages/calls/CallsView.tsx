import type { ReactNode } from 'react';
import { type CallFilter, useCalls } from '../../api/analytics';
import { useSession } from '../../api/session';
import type { CallKind, CallsDashboard } from '../../api/types';
import { Explainable } from '../../explain/Explainable';
import { narrowed, type Period } from '../../filters/narrow';
import { rangeOf } from '../../filters/range';
import { type CallsSearch, type RepCallsSearch, withValue } from '../../filters/search';
import { todayIn } from '../../format/dates';
import { Cards } from '../../ui/Card';
import { ChartLoading } from '../../ui/ChartCard';
import { EmptyFigures } from '../../ui/EmptyFigures';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { TilesLoading } from '../../ui/Tile';
import { CallDrawer } from './CallDrawer';
import { CallsFilters } from './CallsFilters';
import { CallsTiles } from './CallsTiles';
import { CallTable } from './CallTable';
import { HeatMap } from './HeatMap';
import { Rates } from './Rates';
import { ShareBars } from './ShareBars';
import { Sources } from './Sources';
import { Volume } from './Volume';

export type SetCalls = (change: (before: RepCallsSearch) => RepCallsSearch) => void;

interface CallsViewProps {
  title: string;
  /** The kind the page is about; undefined for all. */
  kind: CallKind | undefined;
  search: CallsSearch;
  set: SetCalls;
  /** On the page of one salesperson: who it is, chosen among these. */
  whom?: (people: CallsDashboard['filters']['reps']) => ReactNode;
}

/** What the three pages about calls have in common, which is all but whose calls they are. */
export function CallsView({ title, kind, search, set, whom }: CallsViewProps) {
  const { organisation } = useSession();
  const { rep, channel, campaign, source, weekday, hour } = search;
  const filter: CallFilter = {
    ...rangeOf(search, todayIn(organisation.timeZone, new Date())), kind, rep, channel, campaign, source, weekday: weekday?.map(Number), hour: hour?.map(Number),
  };
  const calls = useCalls(filter);

  return (
    <Page title={title} asOf={calls.data?.asOf}>
      <CallsFilters search={search} range={{ from: filter.from, to: filter.to }} choices={calls.data?.filters} set={set} whom={whom} />
      <Explainable filter={filter}>
        <QueryState of={calls} loading={<CallsLoading />}>
          {(dashboard) =>
            dashboard.empty ? <EmptyFigures page="calls" empty={dashboard.empty} /> : <CallFigures dashboard={dashboard} filter={filter} search={search} set={set} ofOne={whom !== undefined} />
          }
        </QueryState>
      </Explainable>
      {search.call && <CallDrawer id={search.call} onClose={() => set(({ call: _, ...before }) => before)} />}
    </Page>
  );
}

interface CallFiguresProps {
  dashboard: CallsDashboard;
  filter: CallFilter;
  search: CallsSearch;
  set: SetCalls;
  ofOne: boolean;
}

function CallFigures({ dashboard, filter, search, set, ofOne }: CallFiguresProps) {
  const onDays = (start: string, period: Period) => set((before) => ({ ...before, ...narrowed(dashboard, start, period) }));

  return (
    <>
      <CallsTiles dashboard={dashboard} against={search.against} onAgainst={(against) => set((before) => ({ ...before, against }))} />
      <Volume
        dashboard={dashboard}
        period={search.period ?? 'week'}
        onPeriod={(period) => set(({ period: _, ...before }) => (period === 'week' ? before : { ...before, period }))}
        onPick={(outcome) => set((before) => ({ ...before, outcome }))}
        onDays={onDays}
      />
      <Cards>
        <Rates dashboard={dashboard} onDays={onDays} />
        <Sources dashboard={dashboard} onPick={(name, value) => set((before) => ({ ...before, [name]: withValue(before[name], value) }))} />
      </Cards>
      <Cards>
        <HeatMap
          hours={dashboard.hours}
          timeZone={dashboard.timeZone}
          onPick={(weekday, hour) => set((before) => ({ ...before, weekday: [String(weekday)], hour: [String(hour)] }))}
        />
        {ofOne ? (
          <ShareBars
            title="By kind" header="Kind" rows={dashboard.byKind} testId="chart-kind"
            onPick={(kind) => set((before) => ({ ...before, kind: kind as CallKind }))}
          />
        ) : (
          <ShareBars
            title="By salesperson" header="Salesperson" rows={dashboard.byRep} testId="chart-rep"
            onPick={(rep) => set((before) => ({ ...before, rep: withValue(before.rep, rep) }))}
          />
        )}
      </Cards>
      <CallTable
        filter={{ ...filter, outcome: search.outcome, by: search.listed }}
        channels={dashboard.filters.channels}
        ofOne={ofOne}
        onOutcome={(outcome) => set(({ outcome: _, ...before }) => (outcome === undefined ? before : { ...before, outcome }))}
        onBy={(by) => set(({ listed: _, ...before }) => (by === 'booking' ? { ...before, listed: by } : before))}
        onOpen={(call) => set((before) => ({ ...before, call }))}
      />
    </>
  );
}

export function CallsLoading() {
  return (
    <>
      <TilesLoading count={8} />
      <ChartLoading title="Calls over time" />
    </>
  );
}
