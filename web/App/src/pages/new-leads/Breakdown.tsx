import { SegmentedControl } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { LeadSlice, NewLeads } from '../../api/types';
import type { LeadMark } from '../../filters/search';
import { count, percent } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import type { Column } from '../../ui/DataTable';
import { Pick } from '../../ui/Pick';
import { markWords, nameIn } from './marks';

interface BreakdownProps {
  title: string;
  marks: readonly LeadMark[];
  answer: NewLeads;
  onPick: (mark: LeadMark, value: string) => void;
  testId: string;
}

/** More bars than this cannot be read; the table has them all. */
const mostBars = 10;

/** The leads by one mark at a time; a bar or a name becomes a filter when chosen. */
export function Breakdown({ title, marks, answer, onPick, testId }: BreakdownProps) {
  const [mark, setMark] = useState<LeadMark>(marks[0]!);
  const words = markWords[mark];
  // By judgement, what is left out is worth seeing too.
  const rows = useMemo(() => answer.by[words.by].filter(({ received }) => received > 0), [answer, words]);
  const figure = useCallback((row: LeadSlice) => (mark === 'qualification' ? row.received : row.leads), [mark]);
  const drawn = useMemo(() => rows.filter((row) => figure(row) > 0).toSorted((a, b) => figure(b) - figure(a)).slice(0, mostBars), [rows, figure]);
  const total = mark === 'qualification' ? answer.totals.received : answer.totals.leads;
  const name = mark === 'qualification' ? 'Received' : 'New leads';

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      grid: { left: 8, right: 48, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { ...values(palette, count), show: false },
      yAxis: { ...categories(palette, drawn.map(nameIn)), inverse: true, axisLine: { show: false } },
      ...tooltip(palette, (index) => {
        const row = drawn[index];
        return {
          title: row ? nameIn(row) : '',
          rows: row
            ? [
                { name, value: count(figure(row)), color: palette.accent },
                { name: 'Qualified', value: count(row.qualified) },
                { name: 'Closed', value: count(row.closed) },
                { name: 'Conversion', value: percent(row.conversion) },
              ]
            : [],
        };
      }),
      series: [
        {
          name, type: 'bar', data: drawn.map(figure), barMaxWidth: 18, itemStyle: { color: palette.accent, borderRadius: [0, 2, 2, 0] },
          label: { show: true, position: 'right', color: palette.ink, fontSize: 11, formatter: ({ value }) => count(Number(value)) },
        },
      ],
    }),
    [drawn, figure, name],
  );

  const columns: Column<LeadSlice>[] = [
    { id: 'name', header: words.label, cell: (row) => <Pick label={nameIn(row)} about={`Show only ${nameIn(row)}`} onPick={() => onPick(mark, row.value)} /> },
    { id: 'leads', header: name, align: 'right', cell: (row) => count(figure(row)) },
    { id: 'share', header: 'Share', align: 'right', cell: (row) => percent(total === 0 ? null : figure(row) / total) },
    { id: 'qualified', header: 'Qualified', align: 'right', cell: (row) => count(row.qualified) },
    { id: 'rejected', header: 'Rejected', align: 'right', cell: (row) => count(row.rejected) },
    { id: 'spam', header: 'Spam', align: 'right', cell: (row) => count(row.spam) },
    { id: 'closed', header: 'Closed', align: 'right', cell: (row) => count(row.closed) },
    { id: 'conversion', header: 'Conversion', align: 'right', cell: (row) => percent(row.conversion) },
  ];

  return (
    <ChartCard
      title={title}
      about={drawn.length < mostBars ? 'Choose one to see it alone.' : `The first ${mostBars}; the table has them all.`}
      summary={`Bars of leads by ${words.label.toLowerCase()}: ${drawn.slice(0, 3).map((row) => `${nameIn(row)} ${count(figure(row))}`).join(', ')}.`}
      rows={rows}
      keyOf={(row) => row.value}
      columns={columns}
      draw={draw}
      onPick={(_series, index) => {
        const row = drawn[index];
        if (row) {
          onPick(mark, row.value);
        }
      }}
      controls={
        <SegmentedControl
          size="xs"
          role="radiogroup"
          aria-label={`${title}, by`}
          value={mark}
          onChange={(value) => setMark(value as LeadMark)}
          data={marks.map((each) => ({ value: each, label: markWords[each].label }))}
        />
      }
      explain={mark === 'qualification' ? 'new-leads.received' : 'new-leads.leads'}
      testId={testId}
    />
  );
}
