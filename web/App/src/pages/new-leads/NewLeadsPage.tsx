import { SegmentedControl } from '@mantine/core';
import { type NewLeadsFilter, useNewLeads } from '../../api/newLeads';
import { useSession } from '../../api/session';
import type { NewLeads } from '../../api/types';
import { Explainable } from '../../explain/Explainable';
import { rangeOf } from '../../filters/range';
import { leadMarks } from '../../filters/search';
import { todayIn } from '../../format/dates';
import { Cards } from '../../ui/Card';
import { ChartLoading } from '../../ui/ChartCard';
import { EmptyFigures } from '../../ui/EmptyFigures';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { TilesLoading } from '../../ui/Tile';
import { Breakdown } from './Breakdown';
import { Excluded } from './Excluded';
import { Funnel } from './Funnel';
import { LeadFilters } from './LeadFilters';
import { LeadTable } from './LeadTable';
import { LeadTiles } from './LeadTiles';
import { useNewLeadsSearch } from './useNewLeadsSearch';
import { Volume } from './Volume';
import { rowsRange } from './volume';

/** Who wrote, when, from where, and how far they came (D3). */
export function NewLeadsPage() {
  const { search, set } = useNewLeadsSearch();
  const { organisation } = useSession();
  const range = rangeOf(search, todayIn(organisation.timeZone, new Date()));
  const filter: NewLeadsFilter = { ...range, ...Object.fromEntries(leadMarks.map((mark) => [mark, search[mark]])), reached: search.reached };
  const leads = useNewLeads(filter);

  const against = (
    <SegmentedControl
      size="xs"
      role="radiogroup"
      aria-label="Compare with"
      value={search.against ?? 'before'}
      onChange={(value) => set((before) => ({ ...before, against: value === 'last-year' ? value : undefined }))}
      data={[{ value: 'before', label: 'Days before' }, { value: 'last-year', label: 'Last year' }]}
    />
  );

  return (
    <Page title="New leads" asOf={leads.data?.asOf} action={against}>
      <LeadFilters search={search} range={range} answer={leads.data} set={set} />
      <Explainable filter={filter}>
        <QueryState of={leads} loading={<NewLeadsLoading />}>
          {(answer) => (answer.empty ? <EmptyFigures page="new-leads" empty={answer.empty} /> : <NewLeadsFigures answer={answer} filter={filter} />)}
        </QueryState>
      </Explainable>
    </Page>
  );
}

function NewLeadsFigures({ answer, filter }: { answer: NewLeads; filter: NewLeadsFilter }) {
  const { search, set, add } = useNewLeadsSearch();

  return (
    <>
      <LeadTiles answer={answer} against={search.against ?? 'before'} />
      <Volume answer={answer} />
      <Cards>
        <Funnel answer={answer} onStage={(reached) => set((before) => ({ ...before, reached }))} />
        <Excluded answer={answer} onPick={(board, qualification) => set((before) => ({ ...before, board: [board], qualification: [qualification] }))} />
      </Cards>
      <Cards>
        <Breakdown title="Where they came from" marks={['channel', 'source', 'medium', 'campaign']} answer={answer} onPick={add} testId="chart-origin" />
        <Breakdown title="What became of them" marks={['status', 'qualification', 'owner', 'board']} answer={answer} onPick={add} testId="chart-outcome" />
      </Cards>
      <LeadTable filter={{ ...filter, ...rowsRange(filter, search) }} onPick={add} />
    </>
  );
}

function NewLeadsLoading() {
  return (
    <>
      <TilesLoading count={8} />
      <ChartLoading title="Day by day" />
    </>
  );
}
