import type { BatchDetails } from '../../../api/qualifier';
import { useSession } from '../../../api/session';
import { formatInstant } from '../../../format/dates';
import { count, percent } from '../../../format/numbers';
import { Advice } from '../../../ui/Advice';
import { Card } from '../../../ui/Card';
import { DataTable } from '../../../ui/DataTable';
import { Fact, Facts } from '../../../ui/Facts';
import form from '../../../ui/Form.module.css';
import { JobMark } from '../JobMark';
import { JobProgress } from '../JobProgress';
import { costWords, isUnderWay } from '../job';
import { scores } from '../score';
import { ScoreMark } from '../ScoreMark';

/** How far it is, and how the rows were judged. */
export function BatchResult({ details: { batch, scores: counted } }: { details: BatchDetails }) {
  const { timeZone } = useSession().organisation;
  const judged = counted.reduce((total, { rows }) => total + rows, 0);
  const rows = scores.map((score) => ({ score, rows: 0, withoutModel: 0, ...counted.find((each) => each.score === score) }));

  return (
    <Card title="Result" testId="batch-summary">
      <div className={form.inside}>
        {isUnderWay(batch.state) && <JobProgress job={batch} what="rows" />}
        {batch.reason && <Advice tone={batch.state === 'failed' ? 'bad' : 'wait'} reason={batch.reason} wayOut={batch.wayOut} />}
        <Facts>
          <Fact name="State"><JobMark state={batch.state} /></Fact>
          <Fact name="Rows" why={batch.failed === 0 ? 'All of them can be judged.' : `${count(batch.failed)} of them cannot be judged.`}>{count(batch.total)}</Fact>
          <Fact name="Cost" why={`Estimated at ${costWords(batch.estimatedCostUsd)}, stopped beyond ${costWords(batch.costLimitUsd)}.`}>{costWords(batch.costUsd)}</Fact>
          <Fact name="Rules">{batch.rulesVersion === 0 ? 'as they come' : `version ${count(batch.rulesVersion)}`}, prompt {batch.promptVersion ?? 'the newest'}</Fact>
          <Fact name="Uploaded">{formatInstant(batch.requestedAt, timeZone)}, by {batch.requestedBy}</Fact>
        </Facts>
      </div>
      {judged > 0 && (
        <DataTable
          label="Rows by score"
          columns={[
            { id: 'score', header: 'Score', cell: ({ score }) => <ScoreMark score={score} /> },
            { id: 'rows', header: 'Rows', align: 'right', cell: (row) => count(row.rows) },
            { id: 'without', header: 'Rules only', align: 'right', cell: ({ withoutModel }) => count(withoutModel) },
            { id: 'share', header: 'Share', align: 'right', cell: (row) => percent(row.rows / judged) },
          ]}
          rows={rows}
          keyOf={({ score }) => String(score)}
          testId="table-batch-scores"
        />
      )}
    </Card>
  );
}
