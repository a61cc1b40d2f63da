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
import { bestOf, summaryOf } from './share';

/** One question of the form: how many gave each answer, and how they were judged. An answer leads to its enquiries. */
export function QuestionBars({ question }: { question: Question }) {
  const { search } = useOutcomesSearch();
  const navigate = useNavigate();
  const rows = useMemo(() => rowsOf(question), [question]);
  const draw = useCallback((palette: ChartPalette) => barsOf(rows, palette), [rows]);
  const open = ({ answer }: Answer) => void navigate({ to: '/enquiries', search: { ...search, question: question.question, answer } });
  const isOne = (row: Answer) => question.answers.includes(row);
  const best = bestOf(question.answers);
  const title = questionWords(question.label);

  const columns: Column<Answer>[] = [
    { id: 'answer', header: 'Answer', cell: (row) => (isOne(row) ? <Pick label={row.answer} about={`The enquiries that answered ${row.answer}`} onPick={() => open(row)} /> : row.answer) },
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
      {...(best ? { about: `Most often qualified: ${best.answer}, ${percent(best.qualifiedRate)}` } : {})}
      summary={summaryOf({ ...question, label: title, answers: rows })}
      rows={rows}
      keyOf={({ answer }) => answer}
      columns={columns}
      draw={draw}
      legend={(palette) => kinds.map(({ name, tone }) => ({ name, color: toneOf(palette, tone) }))}
      onPick={(_series, index) => {
        const row = rows[index];
        if (row && isOne(row)) {
          open(row);
        }
      }}
      size={rows.length > 8 ? undefined : 'short'}
      testId={`question-${question.question}`}
    />
  );
}

/** The rare ones together stand last; they have no list of their own. */
function rowsOf({ answers, others }: Question): Answer[] {
  return others === null ? inOrder(answers) : [...inOrder(answers), { ...others, answer: 'all others' }];
}
