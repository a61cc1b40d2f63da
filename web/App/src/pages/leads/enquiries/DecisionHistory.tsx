import type { Decision } from '../../../api/qualifier';
import { DataTable } from '../../../ui/DataTable';
import { When } from '../../../ui/When';
import { labelOf } from '../score';
import { ScoreMark } from '../ScoreMark';
import classes from './DecisionHistory.module.css';

const kinds = { first: 'First answer', rejudged: 'Judged again' } as const;

/** Every decision that was made, the newest first; none is ever changed or removed. */
export function DecisionHistory({ decisions }: { decisions: readonly Decision[] }) {
  return (
    <section aria-label="History of decisions" data-testid="decision-history">
      <h3 className={classes.heading}>Every decision</h3>
      <p className={classes.about}>The newest counts. None is ever changed or removed.</p>
      <DataTable
        label="Decisions"
        columns={[
          { id: 'kind', header: 'What', cell: ({ kind }) => kinds[kind] },
          { id: 'score', header: 'Score', cell: ({ finalScore }) => <ScoreMark score={finalScore} testId="history-score" /> },
          { id: 'model', header: 'Model', cell: ({ modelScore }) => (modelScore === null ? 'rules only' : labelOf(modelScore)) },
          { id: 'rules', header: 'Rules', align: 'right', cell: ({ rulesVersion }) => `v${rulesVersion}` },
          { id: 'when', header: 'When', align: 'right', cell: ({ decidedAt }) => <When instant={decidedAt} /> },
        ]}
        rows={decisions}
        keyOf={({ id }) => id}
        flush
        testId="table-decisions"
      />
    </section>
  );
}
