import { useCallback, useMemo } from 'react';
import type { AdsDashboard } from '../../api/types';
import { formatMonth } from '../../format/dates';
import { count } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { leadsByChannel } from './leadsByChannel';

/** Where the leads of each month came from. */
export function ChannelMonths({ dashboard, onChannel }: { dashboard: AdsDashboard; onChannel: (channel: string) => void }) {
  const { months, channels } = useMemo(() => leadsByChannel(dashboard), [dashboard]);

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      xAxis: categories(palette, months.map(({ month }) => formatMonth(month))),
      yAxis: values(palette, count),
      ...tooltip(palette, (index) => {
        const month = months[index];
        return {
          title: month ? `${formatMonth(month.month)}: ${count(month.total)} leads` : '',
          rows: channels
            .map(({ name, channel }, of) => ({ name, leads: month?.leads[channel] ?? 0, color: palette.series[of % palette.series.length] }))
            .filter(({ leads }) => leads > 0)
            .map(({ name, leads, color }) => ({ name, value: count(leads), color })),
        };
      }),
      series: channels.map(({ name, channel }) => ({
        name, type: 'bar' as const, stack: 'leads', data: months.map((month) => month.leads[channel] ?? 0), barMaxWidth: 28,
        itemStyle: { borderColor: palette.surface, borderWidth: 0.5 },
      })),
    }),
    [months, channels],
  );

  const onPick = useCallback(
    (series: string) => {
      const picked = channels.find(({ name }) => name === series);
      if (picked) {
        onChannel(picked.channel);
      }
    },
    [channels, onChannel],
  );

  return (
    <ChartCard
      title="Leads by channel"
      about="Unique enquiries by the month they came in, without spam."
      summary={`Stacked bars of leads by channel for ${months.length} months. Most came from ${channels[0]?.name ?? 'no channel'}.`}
      rows={months}
      keyOf={(row) => row.month}
      columns={[
        { id: 'month', header: 'Month', cell: (row) => formatMonth(row.month) },
        { id: 'total', header: 'All', align: 'right', cell: (row) => count(row.total) },
        ...channels.map(({ channel, name }) => ({
          id: channel, header: name, align: 'right' as const, cell: (row: (typeof months)[number]) => count(row.leads[channel] ?? 0),
        })),
      ]}
      draw={draw}
      legend={(palette) => channels.map(({ name }, index) => ({ name, color: palette.series[index % palette.series.length] }))}
      onPick={onPick}
      testId="chart-leads-by-channel"
    />
  );
}
