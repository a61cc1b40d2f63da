import { UnstyledButton } from '@mantine/core';
import { Check } from 'lucide-react';
import type { DemoTruth } from '../../api/types';
import type { DemoTruthSearch } from '../../filters/search';
import { formatMonth, isDay } from '../../format/dates';
import { type Column, DataTable } from '../../ui/DataTable';
import classes from './DemoTruth.module.css';
import { idOf, monthsOf, standingOf, type Standing, whole } from './truth';

interface TruthMatrixProps {
  truth: DemoTruth;
  chosen: DemoTruthSearch;
  onChoose: (figure: string, month: string) => void;
}

/** A mark for every figure and month: green, or how many answers differ. */
export function TruthMatrix({ truth, chosen, onChoose }: TruthMatrixProps) {
  const all = monthsOf(truth);
  const rows = truth.figures.map((figure) => ({ id: idOf(figure), figure, months: new Map(all.map((month) => [month, standingOf(figure.lines, month)])) }));
  const columns: Column<(typeof rows)[number]>[] = [
    { id: 'figure', header: 'Figure', cell: ({ figure }) => <span className={classes.figure}>{figure.figure} <span className={classes.page}>{figure.page}</span></span> },
    ...all.map((month) => ({
      id: month,
      header: month === whole ? 'Whole' : monthName(month),
      cell: ({ id, figure, months }: (typeof rows)[number]) => (
        <Mark
          standing={months.get(month)!}
          about={`${figure.figure}, ${figure.page}, ${monthName(month)}`}
          isChosen={chosen.figure === id && chosen.month === month}
          onChoose={() => onChoose(id, month)}
        />
      ),
    })),
  ];

  return <DataTable label="Figures by month" columns={columns} rows={rows} keyOf={({ id }) => id} testId="truth-matrix" />;
}

function Mark({ standing: { compared, different }, about, isChosen, onChoose }: { standing: Standing; about: string; isChosen: boolean; onChoose: () => void }) {
  if (compared === 0) {
    return null;
  }

  return (
    <UnstyledButton
      className={classes.mark}
      data-state={different === 0 ? 'true' : 'false'}
      data-chosen={isChosen || undefined}
      aria-pressed={isChosen}
      aria-label={`${about}: ${different === 0 ? `all ${compared} agree` : `${different} of ${compared} differ`}`}
      onClick={onChoose}
    >
      {different === 0 ? <Check size={14} strokeWidth={2} aria-hidden /> : different}
    </UnstyledButton>
  );
}

/** Mar 2026 */
export function monthName(month: string): string {
  // An address may say anything.
  return month === whole ? 'the whole year' : isDay(`${month}-01`) ? formatMonth(month) : month;
}
