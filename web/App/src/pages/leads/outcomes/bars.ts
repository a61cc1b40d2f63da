import type { Answer } from '../../../api/qualifier';
import { compact, count, percent } from '../../../format/numbers';
import type { ChartPalette } from '../../../theme/palette';
import { categories, type ChartOption, house, tooltip, values } from '../../../ui/chartOption';

/** Parts of a bar from left to right, and which of the chart's colours each has. */
export const kinds = [
  { id: 'qualified', name: 'Right fit', tone: 0 },
  { id: 'unsure', name: 'Unsure', tone: 1 },
  { id: 'unqualified', name: 'Not a fit', tone: 2 },
  { id: 'spam', name: 'Spam', tone: 9 },
] as const;

export function toneOf(palette: ChartPalette, tone: number): string | undefined {
  return palette.series[tone];
}

/** Stacked bars that lie, with the qualified rate at the end of each. */
export function barsOf(rows: readonly Answer[], palette: ChartPalette): ChartOption {
  return {
    ...house(palette),
    grid: { left: 8, right: 56, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...values(palette, compact), show: false },
    yAxis: {
      ...categories(palette, rows.map(({ answer }) => answer)), inverse: true, axisLine: { show: false },
      axisLabel: { color: palette.muted, fontSize: 11, margin: 12, width: 120, overflow: 'truncate', interval: 0 },
    },
    ...tooltip(palette, (index) => {
      const row = rows[index];
      return {
        title: row?.answer ?? '',
        rows: row
          ? [
              ...kinds.map(({ id, name, tone }) => ({ name, value: count(row[id]), color: toneOf(palette, tone) })),
              { name: 'Enquiries', value: count(row.enquiries) },
              { name: 'Qualified rate', value: percent(row.qualifiedRate) },
            ]
          : [],
      };
    }),
    series: [
      ...kinds.map(({ id, name, tone }) => ({
        name, type: 'bar' as const, stack: 'answers', data: rows.map((row) => row[id]), barMaxWidth: 18,
        itemStyle: { color: toneOf(palette, tone) ?? palette.muted, borderColor: palette.surface, borderWidth: 0.5 },
      })),
      // No length of its own: it carries the rate to the end of the bar.
      {
        name: 'Qualified rate', type: 'bar' as const, stack: 'answers', data: rows.map(() => 0), silent: true,
        label: { show: true, position: 'right' as const, color: palette.ink, fontSize: 11, formatter: ({ dataIndex }: { dataIndex: number }) => percent(rows[dataIndex]?.qualifiedRate ?? null) },
      },
    ],
  };
}
