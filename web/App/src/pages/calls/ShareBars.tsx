import { type ReactNode, useCallback, useMemo } from 'react';
import type { CallShare } from '../../api/types';
import { count, percent } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';

interface ShareBarsProps {
  title: string;
  /** What the names are: "Channel". */
  header: string;
  rows: readonly CallShare[];
  onPick: (value: string) => void;
  controls?: ReactNode;
  testId: string;
}

/** More bars than this are a thicket; the table has all of them. */
const mostBars = 12;

/** Calls split by one dimension; a bar becomes a filter when clicked. */
export function ShareBars({ title, header, rows, onPick, controls, testId }: ShareBarsProps) {
  const bars = useMemo(() => rows.slice(0, mostBars), [rows]);
  const all = rows.reduce((sum, { figures }) => sum + figures.scheduled, 0);

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      grid: { left: 8, right: 48, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { ...values(palette, count), show: false },
      yAxis: { ...categories(palette, bars.map(({ name }) => name)), inverse: true, axisLine: { show: false } },
      ...tooltip(palette, (index) => {
        const row = bars[index];
        return {
          title: row?.name ?? '',
          rows: row
            ? [
                { name: 'Scheduled', value: count(row.figures.scheduled), color: palette.accent },
                { name: 'Show rate', value: percent(row.figures.showRate) },
                { name: 'Cancelled', value: count(row.figures.canceled) },
                { name: 'Booked', value: count(row.figures.booked) },
              ]
            : [],
        };
      }),
      series: [
        {
          name: 'Scheduled', type: 'bar', data: bars.map(({ figures }) => figures.scheduled), barMaxWidth: 18, itemStyle: { color: palette.accent, borderRadius: [0, 2, 2, 0] },
          label: { show: true, position: 'right', color: palette.ink, fontSize: 11, formatter: ({ value }) => count(Number(value)) },
        },
      ],
    }),
    [bars],
  );

  return (
    <ChartCard
      title={title}
      about={rows.length > mostBars ? `The ${mostBars} largest; the table has all ${count(rows.length)}.` : 'Choose one to see it alone.'}
      summary={`Bars of calls: ${rows.slice(0, 3).map((row) => `${row.name} ${count(row.figures.scheduled)}`).join(', ')}.`}
      rows={rows}
      keyOf={(row) => row.value}
      columns={[
        { id: 'name', header, cell: (row) => <Pick label={row.name} about={`Show only ${row.name}`} onPick={() => onPick(row.value)} /> },
        { id: 'scheduled', header: 'Scheduled', align: 'right', cell: ({ figures }) => count(figures.scheduled) },
        { id: 'share', header: 'Share', align: 'right', cell: ({ figures }) => percent(all === 0 ? null : figures.scheduled / all) },
        { id: 'held', header: 'Held', align: 'right', cell: ({ figures }) => count(figures.held) },
        { id: 'showRate', header: 'Show rate', align: 'right', cell: ({ figures }) => percent(figures.showRate) },
        { id: 'canceled', header: 'Cancelled', align: 'right', cell: ({ figures }) => count(figures.canceled) },
        { id: 'booked', header: 'Booked', align: 'right', cell: ({ figures }) => count(figures.booked) },
      ]}
      draw={draw}
      onPick={(_series, index) => {
        const row = bars[index];
        if (row) {
          onPick(row.value);
        }
      }}
      controls={controls}
      size="short"
      explain="calls.scheduled"
      testId={testId}
    />
  );
}
