import { type ReactNode, useCallback } from 'react';
import type { LeadWeek } from '../../api/types';
import { formatShortDay } from '../../format/dates';
import { compact, count } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';

interface WeeklyBarsProps {
  weeks: readonly LeadWeek[];
  onWeek: (monday: string) => void;
  controls: ReactNode;
}

/** A bar for each week, Monday to Sunday: how many of the leads are qualified. */
export function WeeklyBars({ weeks, onWeek, controls }: WeeklyBarsProps) {
  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      xAxis: categories(palette, weeks.map(({ start }) => formatShortDay(start))),
      yAxis: values(palette, compact),
      ...tooltip(palette, (index) => {
        const week = weeks[index];
        return {
          title: week ? titleOf(week) : '',
          rows: week
            ? [
                { name: 'New leads', value: count(week.leads) },
                { name: 'Qualified', value: count(week.qualified), color: palette.accent },
                { name: 'Unsure or unjudged', value: count(week.leads - week.qualified), color: palette.second },
                { name: 'Left out', value: count(week.rejected + week.spam) },
              ]
            : [],
        };
      }),
      series: [
        { name: 'Qualified', type: 'bar', stack: 'leads', data: weeks.map(({ qualified }) => qualified), barMaxWidth: 32, itemStyle: { color: palette.accent } },
        {
          name: 'Unsure or unjudged', type: 'bar', stack: 'leads', data: weeks.map(({ leads, qualified }) => leads - qualified), barMaxWidth: 32,
          itemStyle: { color: palette.second, borderRadius: [2, 2, 0, 0] },
        },
      ],
    }),
    [weeks],
  );
  const onPick = useCallback((_series: string, index: number) => {
    const week = weeks[index];
    if (week) {
      onWeek(week.start);
    }
  }, [weeks, onWeek]);

  return (
    <ChartCard
      title="Week by week"
      about="Monday to Sunday, by the day they wrote. Choose a week to see its rows."
      summary={`Bars of new leads in ${weeks.length} weeks, those qualified and those unsure or unjudged.`}
      rows={weeks}
      keyOf={(week) => week.start}
      columns={[
        { id: 'week', header: 'Week', cell: (week) => <Pick label={titleOf(week)} about={`Show the rows of ${titleOf(week)}`} onPick={() => onWeek(week.start)} /> },
        { id: 'leads', header: 'New leads', align: 'right', cell: (week) => count(week.leads) },
        { id: 'qualified', header: 'Qualified', align: 'right', cell: (week) => count(week.qualified) },
        { id: 'rejected', header: 'Rejected', align: 'right', cell: (week) => count(week.rejected) },
        { id: 'spam', header: 'Spam', align: 'right', cell: (week) => count(week.spam) },
        { id: 'closed', header: 'Closed', align: 'right', cell: (week) => count(week.closed) },
      ]}
      draw={draw}
      legend={(palette) => [{ name: 'Qualified', color: palette.accent }, { name: 'Unsure or unjudged', color: palette.second }]}
      onPick={onPick}
      controls={controls}
      explain="new-leads.leads"
      testId="chart-volume"
    />
  );
}

/** The first and last week of a range may be cut short, and look low for that reason alone. */
function titleOf({ label, start, days }: LeadWeek): string {
  return days < 7 ? `${label}, ${formatShortDay(start)}, ${days} of 7 days` : `${label}, ${formatShortDay(start)}`;
}
