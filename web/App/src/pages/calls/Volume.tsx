import { SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import type { CallOutcome, CallPeriod as Row, CallsDashboard } from '../../api/types';
import type { CallPeriod } from '../../filters/search';
import { compact, count, percent } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';
import { outcomeWords } from './words';

interface VolumeProps {
  dashboard: CallsDashboard;
  period: CallPeriod;
  onPeriod: (period: CallPeriod) => void;
  onPick: (outcome: CallOutcome) => void;
  onDays: (start: string, period: CallPeriod) => void;
}

const parts = [
  { outcome: 'held', of: ({ figures }: Row) => figures.held, color: ({ series }: ChartPalette) => series[0] },
  { outcome: 'upcoming', of: ({ figures }: Row) => figures.upcoming, color: ({ series }: ChartPalette) => series[3] },
  { outcome: 'no-show', of: ({ figures }: Row) => figures.noShow, color: ({ series }: ChartPalette) => series[1] },
  { outcome: 'canceled', of: ({ figures }: Row) => figures.canceled, color: ({ series }: ChartPalette) => series[9] },
] as const satisfies { outcome: CallOutcome; of: (row: Row) => number; color: (palette: ChartPalette) => string | undefined }[];

/** How many calls there were, and what became of them. */
export function Volume({ dashboard, period, onPeriod, onPick, onDays }: VolumeProps) {
  // Without days the range is too long to be drawn day by day.
  const shown = period === 'day' && dashboard.days.length === 0 ? 'week' : period;
  const rows = { day: dashboard.days, week: dashboard.weeks, month: dashboard.months }[shown];
  const { totals } = dashboard;

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      xAxis: categories(palette, rows.map(({ label }) => label)),
      yAxis: values(palette, compact),
      ...tooltip(palette, (index) => {
        const row = rows[index];
        return {
          title: row?.label ?? '',
          rows: row
            ? [
                ...parts.map(({ outcome, of, color }) => ({ name: outcomeWords[outcome], value: count(of(row)), color: color(palette) })),
                { name: 'Show rate', value: percent(row.figures.showRate) },
                { name: 'Booked', value: count(row.figures.booked), color: palette.ink },
              ]
            : [],
        };
      }),
      series: [
        ...parts.map(({ outcome, of, color }) => ({
          name: outcome, type: 'bar' as const, stack: 'calls', data: rows.map(of), barMaxWidth: 28, itemStyle: { color: color(palette) ?? palette.accent },
        })),
        {
          name: 'booked', type: 'line' as const, data: rows.map(({ figures }) => figures.booked), symbol: 'none', silent: true, lineStyle: { color: palette.ink, width: 1.25, type: [3, 3] },
          itemStyle: { color: palette.ink },
        },
      ],
    }),
    [rows],
  );

  return (
    <ChartCard
      title="Calls over time"
      about="By the day they start; the line is what was booked on the day itself. Choose a part to list its calls, or the space above to see its days alone."
      summary={`Bars of calls by ${shown}: ${count(totals.scheduled)} scheduled, ${count(totals.held)} held, ${count(totals.noShow)} no-shows, ${count(totals.canceled)} cancelled.`}
      rows={rows}
      keyOf={(row) => row.start}
      columns={[
        { id: 'label', header: 'Period', cell: (row) => <Pick label={row.label} about={`Show only ${row.label}`} onPick={() => onDays(row.start, shown)} /> },
        { id: 'booked', header: 'Booked', align: 'right', cell: ({ figures }) => count(figures.booked) },
        { id: 'scheduled', header: 'Scheduled', align: 'right', cell: ({ figures }) => count(figures.scheduled) },
        ...parts.map(({ outcome, of }) => ({ id: outcome, header: outcomeWords[outcome], align: 'right' as const, cell: (row: Row) => count(of(row)) })),
        { id: 'showRate', header: 'Show rate', align: 'right', cell: ({ figures }) => percent(figures.showRate) },
      ]}
      draw={draw}
      legend={(palette) => [...parts.map(({ outcome, color }) => ({ name: outcomeWords[outcome], color: color(palette) })), { name: 'Booked', color: palette.ink }]}
      onPick={(series, index) => {
        const part = parts.find(({ outcome }) => outcome === series);
        const row = rows[index];
        if (part) {
          onPick(part.outcome);
        } else if (row) {
          onDays(row.start, shown);
        }
      }}
      controls={
        <SegmentedControl
          size="xs"
          role="radiogroup"
          aria-label="Period"
          value={shown}
          onChange={(value) => onPeriod(value as CallPeriod)}
          data={[
            { value: 'day', label: 'Day', disabled: dashboard.days.length === 0 },
            { value: 'week', label: 'Week' },
            { value: 'month', label: 'Month' },
          ]}
        />
      }
      explain="calls.scheduled"
      testId="chart-volume"
    />
  );
}
