import { SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import type { SalesDashboard, SalesPeriod } from '../../api/types';
import { daysBetween } from '../../format/dates';
import { compactMoney, count, money } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';

/** Longest range the service draws day by day. */
const mostDailyBars = 400;

interface RevenueByPeriodProps {
  dashboard: SalesDashboard;
  period: SalesPeriod;
  onPeriod: (period: SalesPeriod) => void;
  onDays: (start: string) => void;
}

export function RevenueByPeriod({ dashboard, period, onPeriod, onDays }: RevenueByPeriodProps) {
  const { byPeriod, currency, total } = dashboard;
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
          rows: row ? [{ name: 'Revenue', value: money(row.revenue, currency), color: palette.accent }, { name: 'Deals', value: count(row.deals) }] : [],
        };
      }),
      series: [
        { name: 'Revenue', type: 'bar', data: byPeriod.map(({ revenue }) => revenue), barMaxWidth: 32, itemStyle: { color: palette.accent, borderRadius: [2, 2, 0, 0] } },
      ],
    }),
    [byPeriod, currency],
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
        { id: 'deals', header: 'Deals', align: 'right', cell: (row) => count(row.deals) },
      ]}
      draw={draw}
      onPick={(_series, index) => {
        const row = byPeriod[index];
        if (row) {
          onDays(row.start);
        }
      }}
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
