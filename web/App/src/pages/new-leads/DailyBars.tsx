import { type ReactNode, useCallback, useMemo } from 'react';
import type { LeadDay } from '../../api/types';
import { formatDay, formatShortDay } from '../../format/dates';
import { compact, count } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';
import { sevenDayAverage } from './volume';

interface DailyBarsProps {
  days: readonly LeadDay[];
  onDay: (day: string) => void;
  controls: ReactNode;
}

const average = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A bar for each day, and the average of seven. */
export function DailyBars({ days, onDay, controls }: DailyBarsProps) {
  const rows = useMemo(() => {
    const means = sevenDayAverage(days.map(({ leads }) => leads));
    return days.map((day, index) => ({ ...day, mean: means[index] ?? null }));
  }, [days]);

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      xAxis: categories(palette, rows.map(({ day }) => formatShortDay(day))),
      yAxis: values(palette, compact),
      ...tooltip(palette, (index) => {
        const row = rows[index];
        return {
          title: row ? formatDay(row.day) : '',
          rows: row
            ? [
                { name: 'New leads', value: count(row.leads), color: palette.accent },
                { name: '7-day average', value: row.mean === null ? '–' : average.format(row.mean), color: palette.second },
                { name: 'Qualified', value: count(row.qualified) },
                { name: 'Left out', value: count(row.rejected + row.spam) },
              ]
            : [],
        };
      }),
      series: [
        { name: 'New leads', type: 'bar', data: rows.map(({ leads }) => leads), barMaxWidth: 24, itemStyle: { color: palette.accent, borderRadius: [2, 2, 0, 0] } },
        { name: '7-day average', type: 'line', data: rows.map(({ mean }) => mean), showSymbol: false, smooth: 0.25, lineStyle: { color: palette.second, width: 2 }, itemStyle: { color: palette.second } },
      ],
    }),
    [rows],
  );
  const onPick = useCallback((_series: string, index: number) => {
    const row = rows[index];
    if (row) {
      onDay(row.day);
    }
  }, [rows, onDay]);

  return (
    <ChartCard
      title="Day by day"
      about="New leads by the day they wrote. Choose a day to see its rows."
      summary={`Bars of new leads on ${rows.length} days with the average of seven days.`}
      rows={rows}
      keyOf={(row) => row.day}
      columns={[
        { id: 'day', header: 'Day', cell: (row) => <Pick label={formatDay(row.day)} about={`Show the rows of ${formatDay(row.day)}`} onPick={() => onDay(row.day)} /> },
        { id: 'leads', header: 'New leads', align: 'right', cell: (row) => count(row.leads) },
        { id: 'mean', header: '7-day average', align: 'right', cell: (row) => (row.mean === null ? '–' : average.format(row.mean)) },
        { id: 'qualified', header: 'Qualified', align: 'right', cell: (row) => count(row.qualified) },
        { id: 'rejected', header: 'Rejected', align: 'right', cell: (row) => count(row.rejected) },
        { id: 'spam', header: 'Spam', align: 'right', cell: (row) => count(row.spam) },
        { id: 'closed', header: 'Closed', align: 'right', cell: (row) => count(row.closed) },
      ]}
      draw={draw}
      legend={(palette) => [{ name: 'New leads', color: palette.accent }, { name: '7-day average', color: palette.second }]}
      onPick={onPick}
      controls={controls}
      explain="new-leads.leads"
      testId="chart-volume"
    />
  );
}
