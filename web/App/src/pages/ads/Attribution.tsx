import { useCallback, useMemo } from 'react';
import type { AdsDashboard, ChannelMeasures } from '../../api/types';
import { count, percent } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { Card } from '../../ui/Card';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { type Column, DataTable } from '../../ui/DataTable';
import { Pick } from '../../ui/Pick';
import { SaveTable } from '../../ui/SaveTable';
import { saveTable } from '../../ui/tableCsv';
import classes from './Attribution.module.css';
import { measureColumns } from './columns';

type NamedChannel = ChannelMeasures & { name: string };

interface AttributionProps {
  dashboard: AdsDashboard;
  onChannel: (channel: string) => void;
}

/** Which channel the leads came from, by their UTM marks. */
export function Attribution({ dashboard, onChannel }: AttributionProps) {
  const channels = useMemo(() => dashboard.channels.toSorted((a, b) => b.leads - a.leads).map((row) => ({ ...row, name: row.name ?? row.channel })), [dashboard]);
  const total = dashboard.totals.leads;
  const { leads, qualified, spend, costPerLead, attributedRevenue, roas } = measureColumns(dashboard.currency);

  const channel: Column<NamedChannel> = {
    id: 'channel', header: 'Channel',
    cell: (row) => <Pick label={row.name} about={`Show only ${row.name}`} onPick={() => onChannel(row.channel)} />,
  };
  const share: Column<NamedChannel> = {
    id: 'share', header: 'Share', align: 'right', cell: (row) => percent(total === 0 ? null : row.leads / total),
  };

  const table = [channel, leads, share, qualified, spend, costPerLead, attributedRevenue, roas];

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      grid: { left: 8, right: 44, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { ...values(palette, count), show: false },
      yAxis: { ...categories(palette, channels.map(({ name }) => name)), inverse: true, axisLine: { show: false } },
      ...tooltip(palette, (index) => {
        const row = channels[index];
        return {
          title: row?.name ?? '',
          rows: row ? [{ name: 'Leads', value: count(row.leads), color: palette.accent }, { name: 'Qualified', value: count(row.qualified), color: palette.second }] : [],
        };
      }),
      series: [
        {
          name: 'Leads', type: 'bar', data: channels.map((row) => row.leads), barMaxWidth: 18, itemStyle: { color: palette.accent, borderRadius: [0, 2, 2, 0] },
          label: { show: true, position: 'right', color: palette.ink, fontSize: 11, formatter: ({ value }) => count(Number(value)) },
        },
      ],
    }),
    [channels],
  );

  const onPick = useCallback((_series: string, index: number) => {
    const row = channels[index];
    if (row) {
      onChannel(row.channel);
    }
  }, [channels, onChannel]);

  return (
    <div className={classes.attribution}>
      <ChartCard
        title="Lead attribution"
        about="By UTM source and medium."
        summary={`Bars of leads by channel. ${channels.slice(0, 3).map((row) => `${row.name}: ${count(row.leads)}`).join(', ')}.`}
        rows={channels}
        keyOf={(row) => row.channel}
        columns={[channel, leads, share]}
        draw={draw}
        onPick={onPick}
        explain="ads.leads"
        testId="chart-attribution"
      />
      <Card title="Channels" about="Choose one to see it alone." controls={<SaveTable label="Channels" onSave={() => saveTable('Channels', table, channels)} testId="channels-csv" />}>
        <DataTable
          label="Channels"
          columns={table}
          rows={channels}
          keyOf={(row) => row.channel}
          testId="table-channels"
        />
      </Card>
    </div>
  );
}
