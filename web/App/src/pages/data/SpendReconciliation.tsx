import { Select, Skeleton } from '@mantine/core';
import { fileAddress, useReconciliation, useSetSpendChoice } from '../../api/analytics';
import { useSession } from '../../api/session';
import type { ReconciledDay, Reconciliation, SpendSource } from '../../api/types';
import { addDays, formatDay, todayIn } from '../../format/dates';
import { count, money } from '../../format/numbers';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Downloads } from '../../ui/Downloads';
import { Empty } from '../../ui/Empty';
import { Fact, Facts } from '../../ui/Facts';
import classes from '../../ui/Form.module.css';
import { LoadMore } from '../../ui/LoadMore';
import { Missing } from '../../ui/Missing';
import { notifyProblem } from '../../ui/notifyProblem';
import { QueryState } from '../../ui/QueryState';

const days = 90;

const choices: { value: SpendSource; label: string }[] = [
  { value: 'board', label: 'The board counts' },
  { value: 'google-ads', label: 'Google Ads counts' },
  { value: 'prefer-google-ads', label: 'Google Ads, else the board' },
];

/** Where the board and Google Ads say different things about a campaign's day, and whose word the dashboards take. */
export function SpendReconciliation() {
  const { organisation } = useSession();
  const today = todayIn(organisation.timeZone, new Date());
  const range = { from: addDays(today, 1 - days), to: today };
  const reconciliation = useReconciliation(range);

  return (
    <Card
      title="Ad spend: the board and Google Ads"
      about={`Days of campaigns on which the two differ, of the last ${days}.`}
      testId="reconciliation"
      controls={
        <Downloads of={(format) => fileAddress('ads/reconciliation', format, range)} testId="reconciliation" />
      }
    >
      <QueryState of={reconciliation} loading={<Skeleton h={240} m="lg" mt={0} w="auto" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return (
            <div>
              {pages[0] && <Sums of={pages[0]} />}
              {rows.length === 0 ? (
                <Empty reason="The two agree on every day." wayOut="Days that differ appear here after the next refresh of either." linkToData={false} />
              ) : (
                <>
                  <DataTable
                    label="Ad spend that differs" columns={columnsIn(pages[0]?.currency ?? 'USD')} rows={rows} keyOf={(row) => `${row.day} ${row.campaign}`} testId="table-reconciliation"
                  />
                  <LoadMore of={reconciliation} shown={rows.length} what={['day', 'days']} />
                </>
              )}
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}

function Sums({ of: { totals, currency, counts } }: { of: Reconciliation }) {
  const { user } = useSession();
  const choose = useSetSpendChoice();

  return (
    <div className={classes.inside}>
      <Facts>
        <Fact name="On the board">{money(totals.boardSpend, currency)}</Fact>
        <Fact name="In Google Ads">{money(totals.googleAdsSpend, currency)}</Fact>
        <Fact name="Difference" testId="reconciliation-difference">{money(totals.difference, currency)}</Fact>
        <Fact name="Days that differ">{`${count(totals.different)} of ${count(totals.days)}`}</Fact>
        <Fact name="The dashboards show">{`${money(totals.counted, currency)}: ${wordOf(counts)}`}</Fact>
      </Facts>
      {user.role === 'Admin' && (
        <Select
          label="Whose figures count" description="Never both: a campaign's day is counted once. All figures are worked out again at once."
          inputWrapperOrder={['label', 'input', 'description']} size="sm" classNames={{ label: classes.label }} maw="22rem" allowDeselect={false}
          data={choices} value={counts} disabled={choose.isPending} data-testid="spend-choice"
          onChange={(value) => value && choose.mutate(value as SpendSource, { onError: notifyProblem })}
        />
      )}
    </div>
  );
}

function columnsIn(currency: string): Column<ReconciledDay>[] {
  const spend = (value: number | null, who: string) => (value === null ? <Missing why={`${who} has no such day.`} /> : money(value, currency));

  return [
    { id: 'day', header: 'Day', cell: (row) => formatDay(row.day) },
    { id: 'campaign', header: 'Campaign', cell: (row) => row.name },
    { id: 'board', header: 'Board', align: 'right', cell: (row) => spend(row.boardSpend, 'The board') },
    { id: 'google', header: 'Google Ads', align: 'right', cell: (row) => spend(row.googleAdsSpend, 'Google Ads') },
    { id: 'difference', header: 'Difference', align: 'right', cell: (row) => money(row.difference, currency) },
    { id: 'counted', header: 'Counted', align: 'right', cell: (row) => spend(row.counted, 'Whoever counts') },
    {
      id: 'conversions', header: 'Conversions', align: 'right',
      cell: (row) => (row.conversions === null ? <Missing why="Only Google Ads counts them." /> : count(row.conversions)),
    },
  ];
}

function wordOf(counts: SpendSource): string {
  return (choices.find(({ value }) => value === counts)?.label ?? counts).toLowerCase();
}
