import { useCallback } from 'react';
import { compactMoney, count, money, percent } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';

interface Share {
  name: string;
  deals: number;
  revenue: number;
  share: number | null;
}

interface RevenueBarsProps {
  title: string;
  /** What the names are: "Salesperson". */
  header: string;
  rows: readonly Share[];
  currency: string;
  onPick: (name: string) => void;
  testId: string;
}

/** Revenue split by one dimension; a bar becomes a filter when clicked. */
export function RevenueBars({ title, header, rows, currency, onPick, testId }: RevenueBarsProps) {
  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      grid: { left: 8, right: 64, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { ...values(palette, (value) => compactMoney(value, currency)), show: false },
      yAxis: { ...categories(palette, rows.map(({ name }) => name)), inverse: true, axisLine: { show: false } },
      ...tooltip(palette, (index) => {
        const row = rows[index];
        return {
          title: row?.name ?? '',
          rows: row
            ? [
                { name: 'Revenue', value: money(row.revenue, currency), color: palette.accent },
                { name: 'Share', value: percent(row.share) },
                { name: 'Deals', value: count(row.deals) },
              ]
            : [],
        };
      }),
      series: [
        {
          name: 'Revenue', type: 'bar', data: rows.map(({ revenue }) => revenue), barMaxWidth: 18, itemStyle: { color: palette.accent, borderRadius: [0, 2, 2, 0] },
          label: { show: true, position: 'right', color: palette.ink, fontSize: 11, formatter: ({ value }) => compactMoney(Number(value), currency) },
        },
      ],
    }),
    [rows, currency],
  );

  return (
    <ChartCard
      title={title}
      about="Choose one to see it alone."
      summary={`Bars of revenue: ${rows.slice(0, 3).map((row) => `${row.name} ${money(row.revenue, currency)}`).join(', ')}.`}
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        { id: 'name', header, cell: (row) => <Pick label={row.name} about={`Show only ${row.name}`} onPick={() => onPick(row.name)} /> },
        { id: 'revenue', header: 'Revenue', align: 'right', cell: (row) => money(row.revenue, currency) },
        { id: 'share', header: 'Share', align: 'right', cell: (row) => percent(row.share) },
        { id: 'deals', header: 'Deals', align: 'right', cell: (row) => count(row.deals) },
      ]}
      draw={draw}
      onPick={(_series, index) => {
        const row = rows[index];
        if (row) {
          onPick(row.name);
        }
      }}
      size="short"
      explain="sales.revenue"
      testId={testId}
    />
  );
}
