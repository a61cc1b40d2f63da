import type { ScoreMove } from '../../api/qualifier';
import { VisuallyHidden } from '@mantine/core';
import { count } from '../../format/numbers';
import { cellWords, gridOf } from './moves';
import { labelOf, scores } from './score';
import classes from './ScoreMatrix.module.css';

interface ScoreMatrixProps {
  moves: readonly ScoreMove[];
  /** What rows and columns are: ["As it was", "As it would be"]. */
  sides: readonly [rows: string, columns: string];
  testId: string;
}

/** What was against what would be. The diagonal stays; above it an enquiry falls, below it it rises. */
export function ScoreMatrix({ moves, sides, testId }: ScoreMatrixProps) {
  const grid = gridOf(moves);

  return (
    <table className={classes.matrix} data-testid={testId}>
      <caption className={classes.caption}>
        Rows: {sides[0].toLowerCase()}. Columns: {sides[1].toLowerCase()}.
      </caption>
      <thead>
        <tr>
          <th scope="col" className={classes.corner}>
            <VisuallyHidden>{sides[0]}</VisuallyHidden>
          </th>
          {scores.map((to) => (
            <th key={to} scope="col">
              {labelOf(to)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {scores.map((from) => (
          <tr key={from}>
            <th scope="row">{labelOf(from)}</th>
            {scores.map((to) => {
              const enquiries = grid[from]?.[to] ?? 0;
              return (
                <td key={to} data-move={enquiries === 0 ? 'none' : to === from ? 'same' : to > from ? 'up' : 'down'} data-testid={`${testId}-${from}-${to}`} data-value={enquiries}>
                  <span aria-hidden>{count(enquiries)}</span>
                  <VisuallyHidden>{cellWords(from, to, enquiries)}</VisuallyHidden>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
