import { SegmentedControl } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { type AdsFilter, mostDays, useAdsDays } from '../../api/analytics';
import type { AdsDashboard, DayMeasures } from '../../api/types';
import { daysBetween } from '../../format/dates';
import { compact, compactMoney, count, money, none, percent, times } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { type Against, againstName } from '../../ui/AgainstChoice';
import { ChartCard, ChartLoading } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';
import { QueryState } from '../../ui/QueryState';
import { alignedTo, courseOf, type Point } from './course';

type Figure = 'spend' | 'leads' | 'conversion' | 'roas';

const names: Record<Figure, string> = { spend: 'Spend', leads: 'Leads', conversion: 'Conversion', roas: 'ROAS' };

interface CourseProps {
  dashboard: AdsDashboard;
  filter: AdsFilter;
  against: Against;
  onDays: (start: string, period: 'day' | 'week' | 'month') => void;
}

/** How spend, leads and conversion went over time, and how before that. */
export function Course({ dashboard, filter, against, onDays }: CourseProps) {
  const daily = daysBetween(filter.from, filter.to) <= mostDays;
  const days = useAdsDays(filter, against ?? 'before', daily);

  if (!daily) {
    return <CourseChart dashboard={dashboard} days={undefined} earlier={undefined} against={against} onDays={onDays} />;
  }

  return (
    <QueryState of={days} loading={<ChartLoading title="Spend over time" />}>
      {({ items, against: earlier }) => <CourseChart dashboard={dashboard} days={items} earlier={earlier ?? undefined} against={against} onDays={onDays} />}
    </QueryState>
  );
}

interface CourseChartProps {
  dashboard: AdsDashboard;
  days: readonly DayMeasures[] | undefined;
  earlier: readonly DayMeasures[] | undefined;
  against: Against;
  onDays: CourseProps['onDays'];
}

function CourseChart({ dashboard, days, earlier, against, onDays }: CourseChartProps) {
  const { currency } = dashboard;
  const points = useMemo(() => courseOf(dashboard, days, dashboard.months), [dashboard, days]);
  const before = useMemo(() => {
    if (days !== undefined) {
      return earlier === undefined ? undefined : courseOf(dashboard, alignedTo(days, earlier), []);
    }

    const months = dashboard.months.flatMap(({ month, previous, lastYear }) => {
      const other = against === 'last-year' ? lastYear : previous;
      return other === null ? [] : [{ ...other, month, previous: null, lastYear: null, spendTarget: null }];
    });
    return months.length === 0 ? undefined : courseOf(dashboard, undefined, months);
  }, [dashboard, days, earlier, against]);
  const unit = days === undefined ? 'month' : points.length < days.length ? 'week' : 'day';
  const [figure, setFigure] = useState<Figure>('spend');
  // A week that the range cuts short would look like a fall; the table has it.
  const drawn = useMemo(() => (unit === 'week' ? points.filter((point) => point.days === 7) : points), [points, unit]);
  const starts = useMemo(() => new Map(before?.map((point) => [point.start, point])), [before]);
  const formats = useMemo(() => formatsOf(currency), [currency]);

  const other = useCallback((point: Point) => starts.get(point.start), [starts]);
  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      xAxis: { ...categories(palette, drawn.map(({ label }) => label)), boundaryGap: false },
      yAxis: values(palette, formats[figure].axis),
      ...tooltip(palette, (index) => {
        const point = drawn[index];
        return {
          title: point ? titleOf(point, unit) : '',
          rows: point
            ? (Object.keys(names) as Figure[]).map((each) => ({
                name: names[each], value: formats[each].text(point[each]), color: each === figure ? palette.accent : undefined,
              })).concat(other(point) === undefined ? [] : [{ name: againstName(names[figure], against), value: formats[figure].text(other(point)![figure]), color: palette.pale }])
            : [],
        };
      }),
      series: [
        ...(before === undefined ? [] : [{
          name: againstName(names[figure], against), type: 'line' as const, data: drawn.map((point) => other(point)?.[figure] ?? null), showSymbol: false, symbol: 'none',
          smooth: 0.25, smoothMonotone: 'x' as const, connectNulls: false, lineStyle: { color: palette.pale, width: 1.75 }, itemStyle: { color: palette.pale },
        }]),
        {
          name: names[figure], type: 'line', data: drawn.map((point) => point[figure]), showSymbol: drawn.length < 20, symbol: 'circle', symbolSize: 5,
          smooth: 0.25, smoothMonotone: 'x', connectNulls: false, lineStyle: { color: palette.accent, width: 1.75 }, itemStyle: { color: palette.accent },
          areaStyle: { color: palette.accent, opacity: 0.07 },
        },
      ],
    }),
    [drawn, figure, formats, unit, before, other, against],
  );

  const onPoint = ({ start }: Point) => onDays(unit === 'month' ? `${start}-01` : start, unit);

  return (
    <ChartCard
      title={`${names[figure]} over time`}
      about={unit === 'week' ? 'By week, Monday to Sunday; whole weeks only.' : `By ${unit}.`}
      summary={`Line of ${names[figure].toLowerCase()} by ${unit}, ${points.length} points, from ${points[0]?.label ?? 'nothing'} to ${points.at(-1)?.label ?? 'nothing'}.`}
      rows={points}
      keyOf={(row) => row.start}
      columns={[
        { id: 'start', header: unit === 'week' ? 'Week' : unit === 'day' ? 'Day' : 'Month', cell: (row) => <Pick label={titleOf(row, unit)} about={`Show only ${titleOf(row, unit)}`} onPick={() => onPoint(row)} /> },
        ...(Object.keys(names) as Figure[]).map((each) => ({
          id: each, header: names[each], align: 'right' as const, cell: (row: Point) => formats[each].text(row[each]),
        })),
        ...(before === undefined ? [] : [{
          id: 'before', header: againstName(names[figure], against), align: 'right' as const, cell: (row: Point) => (other(row) === undefined ? none : formats[figure].text(other(row)![figure])),
        }]),
      ]}
      draw={draw}
      onPick={(_series, index) => {
        const point = drawn[index];
        if (point) {
          onPoint(point);
        }
      }}
      {...(before === undefined ? {} : {
        legend: (palette: ChartPalette) => [{ name: names[figure], color: palette.accent }, { name: againstName(names[figure], against), color: palette.pale }],
      })}
      controls={
        <SegmentedControl
          size="xs"
          role="radiogroup"
          aria-label="Figure"
          value={figure}
          onChange={(value) => setFigure(value as Figure)}
          data={Object.entries(names).map(([value, label]) => ({ value, label }))}
        />
      }
      explain={`ads.${figure}`}
      testId="chart-course"
    />
  );
}

/** The first and last week of a range may be cut short, and look low for that reason alone. */
function titleOf({ label, days }: Point, unit: 'day' | 'week' | 'month'): string {
  return unit !== 'week' ? label : days < 7 ? `Week of ${label}, ${days} of 7 days` : `Week of ${label}`;
}

function formatsOf(currency: string): Record<Figure, { axis: (value: number) => string; text: (value: number | null) => string }> {
  return {
    spend: { axis: (value) => compactMoney(value, currency), text: (value) => money(value ?? 0, currency) },
    leads: { axis: compact, text: (value) => count(value ?? 0) },
    conversion: { axis: percent, text: percent },
    roas: { axis: times, text: times },
  };
}
