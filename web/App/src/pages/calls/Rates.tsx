import { useCallback } from 'react';
import type { CallsDashboard } from '../../api/types';
import { count, percent } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';

/** Whether people come, and whether they call off, by month: of a week there are too few calls for a rate. */
export function Rates({ dashboard: { months, totals }, onDays }: { dashboard: CallsDashboard; onDays: (start: string, period: 'month') => void }) {
  const draw = useCallback(
    (palette: ChartPalette): ChartOption => {
      const line = (name: string, data: (number | null)[], color: string) => ({
        name, type: 'line' as const, data, symbol: 'circle', symbolSize: 5, connectNulls: false, lineStyle: { color, width: 1.75 }, itemStyle: { color },
      });
      return {
        ...house(palette),
        xAxis: categories(palette, months.map(({ label }) => label)),
        yAxis: { ...values(palette, (value) => `${Math.round(value * 100)}%`), min: 0, max: 1 },
        ...tooltip(palette, (index) => {
          const row = months[index];
          return {
            title: row?.label ?? '',
            rows: row
              ? [
                  { name: 'Show rate', value: percent(row.figures.showRate), color: palette.accent },
                  { name: 'Cancellation rate', value: percent(row.figures.cancellationRate), color: palette.second },
                  { name: 'Rescheduled', value: percent(row.figures.reschedulingRate), color: palette.muted },
                ]
              : [],
          };
        }),
        series: [
          line('Show rate', months.map(({ figures }) => figures.showRate), palette.accent),
          line('Cancellation rate', months.map(({ figures }) => figures.cancellationRate), palette.second),
          line('Rescheduled', months.map(({ figures }) => figures.reschedulingRate), palette.muted),
        ],
      };
    },
    [months],
  );

  return (
    <ChartCard
      title="Show rate and cancellations"
      about="By month. Moved calls are not cancelled ones."
      summary={`Lines by month: show rate ${percent(totals.showRate)}, cancellation rate ${percent(totals.cancellationRate)} over the range.`}
      rows={months}
      keyOf={(row) => row.start}
      columns={[
        { id: 'label', header: 'Month', cell: (row) => <Pick label={row.label} about={`Show only ${row.label}`} onPick={() => onDays(row.start, 'month')} /> },
        { id: 'showRate', header: 'Show rate', align: 'right', cell: ({ figures }) => percent(figures.showRate) },
        { id: 'noShow', header: 'No-shows', align: 'right', cell: ({ figures }) => count(figures.noShow) },
        { id: 'cancellationRate', header: 'Cancellation rate', align: 'right', cell: ({ figures }) => percent(figures.cancellationRate) },
        { id: 'canceled', header: 'Cancelled', align: 'right', cell: ({ figures }) => count(figures.canceled) },
        { id: 'rescheduled', header: 'Rescheduled', align: 'right', cell: ({ figures }) => count(figures.rescheduled) },
      ]}
      draw={draw}
      onPick={(_series, index) => {
        const row = months[index];
        if (row) {
          onDays(row.start, 'month');
        }
      }}
      legend={(palette) => [
        { name: 'Show rate', color: palette.accent },
        { name: 'Cancellation rate', color: palette.second },
        { name: 'Rescheduled', color: palette.muted },
      ]}
      explain="calls.show-rate"
      testId="chart-rates"
    />
  );
}
