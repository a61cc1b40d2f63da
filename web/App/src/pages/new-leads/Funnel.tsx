import { useCallback, useMemo } from 'react';
import type { LeadStage, LeadTotals, NewLeads } from '../../api/types';
import { ExplainButton } from '../../explain/ExplainButton';
import { leadStages } from '../../filters/search';
import { count, percent } from '../../format/numbers';
import type { ChartPalette } from '../../theme/palette';
import { ChartCard } from '../../ui/ChartCard';
import { categories, type ChartOption, house, tooltip, values } from '../../ui/chartOption';
import { Pick } from '../../ui/Pick';
import { stageName } from './marks';

const figures: Record<LeadStage, (of: LeadTotals) => number> = {
  new: (of) => of.leads,
  contacted: (of) => of.contacted,
  'call-booked': (of) => of.callBooked,
  'design-review': (of) => of.designReview,
  proposal: (of) => of.proposal,
  closed: (of) => of.closed,
};

/** How many of the leads came at least as far as each stage. */
export function Funnel({ answer, onStage }: { answer: NewLeads; onStage: (stage: LeadStage) => void }) {
  const { totals } = answer;
  const steps = useMemo(
    () => leadStages.map((stage, index) => {
      const reached = figures[stage](totals);
      const before = index === 0 ? null : figures[leadStages[index - 1]!](totals);
      return { stage, name: stageName(stage), reached, ofAll: totals.leads === 0 ? null : reached / totals.leads, ofBefore: before === null || before === 0 ? null : reached / before };
    }),
    [totals],
  );

  const draw = useCallback(
    (palette: ChartPalette): ChartOption => ({
      ...house(palette),
      grid: { left: 8, right: 88, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { ...values(palette, count), show: false },
      yAxis: { ...categories(palette, steps.map(({ name }) => name)), inverse: true, axisLine: { show: false } },
      ...tooltip(palette, (index) => {
        const step = steps[index];
        return {
          title: step?.name ?? '',
          rows: step
            ? [
                { name: 'Leads', value: count(step.reached), color: palette.accent },
                { name: 'Of all', value: percent(step.ofAll) },
                { name: 'Of the stage before', value: percent(step.ofBefore) },
              ]
            : [],
        };
      }),
      series: [
        {
          name: 'Leads', type: 'bar', data: steps.map(({ reached }) => reached), barMaxWidth: 22, itemStyle: { color: palette.accent, borderRadius: [0, 2, 2, 0] },
          label: {
            show: true, position: 'right', color: palette.ink, fontSize: 11,
            formatter: ({ dataIndex }) => `${count(steps[dataIndex]?.reached ?? 0)} · ${percent(steps[dataIndex]?.ofAll ?? null)}`,
          },
        },
      ],
    }),
    [steps],
  );
  const onPick = useCallback((_series: string, index: number) => {
    const step = steps[index];
    if (step) {
      onStage(step.stage);
    }
  }, [steps, onStage]);

  return (
    <ChartCard
      title="New lead to closed"
      about={`How far the leads of these days have come so far; ${count(totals.lost)} of them are lost.`}
      summary={`Funnel: ${steps.map(({ name, reached }) => `${name} ${count(reached)}`).join(', ')}.`}
      rows={steps}
      keyOf={(step) => step.stage}
      columns={[
        { id: 'stage', header: 'Came to', cell: (step) => <Pick label={step.name} about={`Show only leads that came to ${step.name}`} onPick={() => onStage(step.stage)} /> },
        { id: 'reached', header: 'Leads', align: 'right', cell: (step) => count(step.reached) },
        { id: 'ofAll', header: 'Of all', align: 'right', cell: (step) => percent(step.ofAll) },
        { id: 'ofBefore', header: 'Of the stage before', align: 'right', cell: (step) => percent(step.ofBefore) },
        { id: 'explain', header: 'Explain', unseen: true, cell: (step) => <ExplainButton figure={step.stage === 'new' ? 'new-leads.leads' : `new-leads.${step.stage}`} label={step.name} /> },
      ]}
      draw={draw}
      onPick={onPick}
      size="short"
      explain="new-leads.conversion"
      testId="chart-funnel"
    />
  );
}
