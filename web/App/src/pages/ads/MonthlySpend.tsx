import { useCallback, useMemo } from 'react';
import type { AdsDashboard } from '../../api/types';
import { formatMonth } from '../../format/dates';
import { compactMoney, money, none, times } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { type Against, againstName } from '../../ui/AgainstChoice';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, targetLine, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';
import { measureColumns } from './columns';

type Row = AdsDashboard['months'][number] & { other: number | null };

/** What was spent each month, beside what was spent before and the budget, and the revenue that came of it. */
export function MonthlySpend({ dashboard, against, onDays }: { dashboard: AdsDashboard; against: Against; onDays: (start: string, period: 'month') => void }) {
  const { currency, totals } = dashboard;
  const months = useMemo(() => dashboard.months.map((month) => ({ ...month, other: (against === 'last-year' ? month.lastYear : month.previous)?.spend ?? null })), [dashboard, against]);
  const hasOther = months.some(({ other }) => other !== null);
  const hasBudget = months.some(({ spendTarget }) => spendTarget !== null);
  const other = againstName('Spend', against);
  const { spend, attributedRevenue, roas } = measureColumns(currency);

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      xAxis: categories(palette, months.map(({ month }) => formatMonth(month))),
      yAxis: values(palette, (value) => compactMoney(value, currency)),
      ...tooltip(palette, (index) => {
        const month = months[index];
        return {
          title: month ? formatMonth(month.month) : '',
          rows: month
            ? [
                { name: 'Spend', value: money(month.spend, currency), color: palette.accent },
                ...(month.other === null ? [] : [{ name: other, value: money(month.other, currency), color: palette.pale }]),
                ...(month.spendTarget === null ? [] : [{ name: 'Budget', value: money(month.spendTarget, currency), color: palette.muted }]),
                { name: 'Revenue attributed', value: money(month.attributedRevenue, currency), color: palette.second },
                { name: 'ROAS', value: times(month.roas) },
              ]
            : [],
        };
      }),
      series: [
        ...(hasOther ? [{ name: other, type: 'bar' as const, data: months.map((month) => month.other), itemStyle: { color: palette.pale, borderRadius: [2, 2, 0, 0] }, barMaxWidth: 28 }] : []),
        ...(hasBudget ? [targetLine(palette, 'Budget', months.map(({ spendTarget }) => spendTarget))] : []),
        { name: 'Spend', type: 'bar', data: months.map((month) => month.spend), itemStyle: { color: palette.accent, borderRadius: [2, 2, 0, 0] }, barMaxWidth: 28 },
        {
          name: 'Revenue attributed', type: 'line', data: months.map((month) => month.attributedRevenue),
          lineStyle: { color: palette.second, width: 2 }, itemStyle: { color: palette.second }, symbol: 'circle', symbolSize: 6,
        },
      ],
    }),
    [months, currency, hasOther, hasBudget, other],
  );

  const onMonth = useCallback((_series: string, index: number) => {
    const month = months[index];
    if (month) {
      onDays(`${month.month}-01`, 'month');
    }
  }, [months, onDays]);

  return (
    <ChartCard
      title="Monthly spend and return"
      about="Revenue is of deals that closed in the month and came from a campaign. Choose a month to see it alone."
      summary={`Bars of ad spend and a line of attributed revenue for ${months.length} months: ${money(totals.spend, currency)} spent, ${money(totals.attributedRevenue, currency)} returned, ${times(totals.roas)}.`}
      rows={months}
      keyOf={(row) => row.month}
      columns={[
        { id: 'month', header: 'Month', cell: (row) => <Pick label={formatMonth(row.month)} about={`Show only ${formatMonth(row.month)}`} onPick={() => onDays(`${row.month}-01`, 'month')} /> }, spend,
        ...(hasOther ? [{ id: 'other', header: other, align: 'right' as const, cell: (row: Row) => (row.other === null ? none : money(row.other, currency)) }] : []),
        ...(hasBudget ? [{ id: 'budget', header: 'Budget', align: 'right' as const, cell: (row: Row) => (row.spendTarget === null ? none : money(row.spendTarget, currency)) }] : []),
        attributedRevenue, roas,
      ]}
      draw={draw}
      onPick={onMonth}
      legend={(palette) => [
        { name: 'Spend', color: palette.accent },
        ...(hasOther ? [{ name: other, color: palette.pale }] : []),
        ...(hasBudget ? [{ name: 'Budget', color: palette.muted }] : []),
        { name: 'Revenue attributed', color: palette.second },
      ]}
      explain="ads.spend"
      testId="chart-monthly-spend"
    />
  );
}
