import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Answer, Question } from '../../../api/qualifier';
import { count, percent } from '../../../format/numbers';
import type { ChartPalette } from '../../../theme/palette';
import { ChartCard } from '../../../ui/ChartCard';
import { type Column } from '../../../ui/DataTable';
import { Missing } from '../../../ui/Missing';
import { Pick } from '../../../ui/Pick';
import { inOrder, questionWords } from '../question';
import { useOutcomesSearch } from '../useLeadsSearch';
import { barsOf, kinds, toneOf } from './bars';
import { summaryOf } from './share';

/** One question of the form: how many gave each answer, and how they were judged. An answer leads to its enquiries. */
export function QuestionBars({ question }: { question: Question }) {
  const { search } = useOutcomesSearch();
  const navigate = useNavigate();
  const rows = useMemo(() => inOrder(question.answers), [question.answers]);
  const draw = useCallback((palette: ChartPalette) => barsOf(rows, palette), [rows]);
  const open = ({ answer }: Answer) => void navigate({ to: '/enquiries', search: { ...search, question: question.question, answer } });
  const title = questionWords(question.label);

  const columns: Column<Answer>[] = [
    { id: 'answer', header: 'Answer', cell: (row) => <Pick label={row.answer} about={`The enquiries that answered ${row.answer}`} onPick={() => open(row)} /> },
    { id: 'enquiries', header: 'Enquiries', align: 'right', cell: (row) => count(row.enquiries) },
    ...kinds.map(({ id, name }): Column<Answer> => ({ id, header: name, align: 'right', cell: (row) => count(row[id]) })),
    {
      id: 'rate', header: 'Qualified rate', align: 'right',
      cell: (row) => (row.qualifiedRate === null ? <Missing why="All of these enquiries are spam." /> : percent(row.qualifiedRate)),
    },
  ];

  return (
    <ChartCard
      title={title}
      about="Choose an answer to see its enquiries. The percentage is the qualified among those that are no spam."
      summary={summaryOf({ ...question, label: title, answers: rows })}
      rows={rows}
      keyOf={({ answer }) => answer}
      columns={columns}
      draw={draw}
      legend={(palette) => kinds.map(({ name, tone }) => ({ name, color: toneOf(palette, tone) }))}
      onPick={(_series, index) => {
        const row = rows[index];
        if (row) {
          open(row);
        }
      }}
      size={rows.length > 8 ? undefined : 'short'}
      testId={`question-${question.question}`}
    />
  );
}
