import { useCallback, useMemo } from 'react';
import type { AdsDashboard } from '../../api/types';
import { formatMonth } from '../../format/dates';
import { count } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';
import { leadsByChannel } from './leadsByChannel';

interface ChannelMonthsProps {
  dashboard: AdsDashboard;
  onChannel: (channel: string) => void;
  onDays: (start: string, period: 'month') => void;
}

/** Where the leads of each month came from. */
export function ChannelMonths({ dashboard, onChannel, onDays }: ChannelMonthsProps) {
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
    (series: string, index: number) => {
      const picked = channels.find(({ name }) => name === series);
      const month = months[index];
      if (picked) {
        onChannel(picked.channel);
      } else if (month) {
        onDays(`${month.month}-01`, 'month');
      }
    },
    [channels, months, onChannel, onDays],
  );

  return (
    <ChartCard
      title="Leads by channel"
      about="Unique enquiries by the month they came in, without spam."
      summary={`Stacked bars of leads by channel for ${months.length} months. Most came from ${channels[0]?.name ?? 'no channel'}.`}
      rows={months}
      keyOf={(row) => row.month}
      columns={[
        { id: 'month', header: 'Month', cell: (row) => <Pick label={formatMonth(row.month)} about={`Show only ${formatMonth(row.month)}`} onPick={() => onDays(`${row.month}-01`, 'month')} /> },
        { id: 'total', header: 'All', align: 'right', cell: (row) => count(row.total) },
        ...channels.map(({ channel, name }) => ({
          id: channel, header: name, align: 'right' as const, cell: (row: (typeof months)[number]) => count(row.leads[channel] ?? 0),
        })),
      ]}
      draw={draw}
      legend={(palette) => channels.map(({ name }, index) => ({ name, color: palette.series[index % palette.series.length] }))}
      onPick={onPick}
      explain="ads.leads"
      testId="chart-leads-by-channel"
    />
  );
}
