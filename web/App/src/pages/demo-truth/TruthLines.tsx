import { useState } from 'react';
import { CircleCheck, CircleX } from 'lucide-react';
import type { ComparedFigure } from '../../api/types';
import { count, money, none } from '../../format/numbers';
import { type Column, DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { LoadMore } from '../../ui/LoadMore';
import { Status } from '../../ui/Status';
import { type Answer, differenceOf, whole } from './truth';
import { monthName } from './TruthMatrix';

const atOnce = 50;

interface TruthLinesProps {
  answers: readonly Answer[];
  currency: string;
  onlyDifferences: boolean;
}

/** The truth beside ours, line by line. */
export function TruthLines({ answers, currency, onlyDifferences }: TruthLinesProps) {
  const [shown, setShown] = useState(atOnce);
  if (answers.length === 0) {
    return onlyDifferences ? (
      <Empty reason="Nothing differs here." wayOut="Every published answer under these filters equals what the dashboards show." linkToData={false} />
    ) : (
      <Empty reason="Nothing is published under these filters." wayOut="Remove a filter." linkToData={false} />
    );
  }

  const columns: Column<Answer>[] = [
    { id: 'figure', header: 'Figure', cell: ({ figure }) => `${figure.figure} (${figure.page})` },
    // Beside the name, so that a phone shows it too.
    {
      id: 'difference', header: 'Difference', cell: (answer) => {
        const by = differenceOf(answer);
        return answer.agrees ? (
          <Status tone="good" value="true" icon={<CircleCheck size={14} strokeWidth={1.75} aria-hidden />}>equal</Status>
        ) : (
          <Status tone="bad" value="false" icon={<CircleX size={14} strokeWidth={1.75} aria-hidden />}>
            {by === null ? 'one is missing' : `${by > 0 ? '+' : '−'}${said(Math.abs(by), answer.figure.kind, currency)}`}
          </Status>
        );
      },
    },
    { id: 'month', header: 'Month', cell: ({ month }) => monthName(month ?? whole) },
    { id: 'of', header: 'Of', cell: ({ by, of }) => of ?? by },
    { id: 'truth', header: 'Truth', align: 'right', cell: ({ figure, truth }) => said(truth, figure.kind, currency) },
    { id: 'ours', header: 'Ours', align: 'right', cell: ({ figure, ours }) => said(ours, figure.kind, currency) },
  ];

  return (
    <>
      <DataTable label="Published answers beside ours" columns={columns} rows={answers.slice(0, shown)} keyOf={({ key }) => key} testId="truth-lines" />
      <LoadMore
        of={{ hasNextPage: shown < answers.length, isFetchingNextPage: false, fetchNextPage: () => setShown(shown + atOnce) }}
        shown={Math.min(shown, answers.length)}
        what={['answer', 'answers']}
      />
    </>
  );
}

/** Ratios with all their digits: they are compared to the last one. */
function said(value: number | null, kind: ComparedFigure['kind'], currency: string): string {
  return value === null ? none : kind === 'money' ? money(value, currency) : kind === 'count' ? count(value) : value.toFixed(4);
}
