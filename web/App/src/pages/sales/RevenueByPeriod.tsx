import { SegmentedControl } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { SalesDashboard, SalesPeriod } from '../../api/types';
import { daysBetween } from '../../format/dates';
import { compactMoney, count, money, none } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { type Against, againstName } from '../../ui/AgainstChoice';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, targetLine, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';

/** Longest range the service draws day by day. */
const mostDailyBars = 400;

type Row = SalesDashboard['byPeriod'][number] & { other: number | null };

interface RevenueByPeriodProps {
  dashboard: SalesDashboard;
  period: SalesPeriod;
  against: Against;
  onPeriod: (period: SalesPeriod) => void;
  onDays: (start: string) => void;
}

export function RevenueByPeriod({ dashboard, period, against, onPeriod, onDays }: RevenueByPeriodProps) {
  const { currency, total } = dashboard;
  const byPeriod = useMemo(() => dashboard.byPeriod.map((row) => ({ ...row, other: against === 'last-year' ? row.lastYearRevenue : row.previousRevenue })), [dashboard, against]);
  const hasOther = byPeriod.some(({ other }) => other !== null);
  const hasTarget = byPeriod.some(({ revenueTarget }) => revenueTarget !== null);
  const other = againstName('Revenue', against);
  const tooLong = daysBetween(dashboard.from, dashboard.to) > mostDailyBars;

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      xAxis: categories(palette, byPeriod.map(({ label }) => label)),
      yAxis: values(palette, (value) => compactMoney(value, currency)),
      ...tooltip(palette, (index) => {
        const row = byPeriod[index];
        return {
          title: row?.label ?? '',
          rows: row
            ? [
                { name: 'Revenue', value: money(row.revenue, currency), color: palette.accent },
                ...(row.other === null ? [] : [{ name: other, value: money(row.other, currency), color: palette.pale }]),
                ...(row.revenueTarget === null ? [] : [{ name: 'Target', value: money(row.revenueTarget, currency), color: palette.muted }]),
                { name: 'Deals', value: count(row.deals) },
              ]
            : [],
        };
      }),
      series: [
        ...(hasOther ? [{ name: other, type: 'bar' as const, data: byPeriod.map((row) => row.other), barMaxWidth: 32, itemStyle: { color: palette.pale, borderRadius: [2, 2, 0, 0] } }] : []),
        ...(hasTarget ? [targetLine(palette, 'Target', byPeriod.map(({ revenueTarget }) => revenueTarget))] : []),
        { name: 'Revenue', type: 'bar', data: byPeriod.map(({ revenue }) => revenue), barMaxWidth: 32, itemStyle: { color: palette.accent, borderRadius: [2, 2, 0, 0] } },
      ],
    }),
    [byPeriod, currency, hasOther, hasTarget, other],
  );

  return (
    <ChartCard
      title="Revenue over time"
      about="Won deals on their close date. Choose a bar to see its days alone."
      summary={`Bars of revenue by ${period}: ${money(total.revenue, currency)} in ${count(total.deals)} deals over ${byPeriod.length} ${period}s.`}
      rows={byPeriod}
      keyOf={(row) => row.start}
      columns={[
        { id: 'label', header: 'Period', cell: (row) => <Pick label={row.label} about={`Show only ${row.label}`} onPick={() => onDays(row.start)} /> },
        { id: 'revenue', header: 'Revenue', align: 'right', cell: (row) => money(row.revenue, currency) },
        ...(hasOther ? [{ id: 'other', header: other, align: 'right' as const, cell: (row: Row) => (row.other === null ? none : money(row.other, currency)) }] : []),
        ...(hasTarget ? [{ id: 'target', header: 'Target', align: 'right' as const, cell: (row: Row) => (row.revenueTarget === null ? none : money(row.revenueTarget, currency)) }] : []),
        { id: 'deals', header: 'Deals', align: 'right', cell: (row) => count(row.deals) },
      ]}
      draw={draw}
      onPick={(_series, index) => {
        const row = byPeriod[index];
        if (row) {
          onDays(row.start);
        }
      }}
      {...(hasOther || hasTarget
        ? {
            legend: (palette: ChartPalette) => [
              { name: 'Revenue', color: palette.accent },
              ...(hasOther ? [{ name: other, color: palette.pale }] : []),
              ...(hasTarget ? [{ name: 'Target', color: palette.muted }] : []),
            ],
          }
        : {})}
      controls={
        <SegmentedControl
          size="xs"
          role="radiogroup"
          aria-label="Period"
          value={period}
          onChange={(value) => onPeriod(value as SalesPeriod)}
          data={[
            { value: 'day', label: 'Day', disabled: tooLong },
            { value: 'week', label: 'Week' },
            { value: 'month', label: 'Month' },
            { value: 'quarter', label: 'Quarter' },
          ]}
        />
      }
      explain="sales.revenue"
      testId="chart-period"
    />
  );
}
