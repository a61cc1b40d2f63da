import type { ExcludedLeads, NewLeads } from '../../api/types';
import { ExplainButton } from '../../explain/ExplainButton';
import { count, percent } from '../../format/numbers';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Pick } from '../../ui/Pick';
import { SaveTable } from '../../ui/SaveTable';
import { saveTable } from '../../ui/tableCsv';
import classes from './Excluded.module.css';
import { qualificationName } from './marks';

interface ExcludedProps {
  answer: NewLeads;
  onPick: (board: string, qualification: string) => void;
}

/** What was received and is not among the new leads, with the word of the board that says so. */
export function Excluded({ answer, onPick }: ExcludedProps) {
  const { excluded, totals } = answer;
  const left = excluded.reduce((sum, { leads }) => sum + leads, 0);

  const columns: Column<ExcludedLeads>[] = [
    {
      id: 'board', header: 'Left out',
      cell: (row) => (
        <Pick label={`${qualificationName(row.qualification)}, ${row.boardName}`} about={`Show what is left out: ${qualificationName(row.qualification)} in ${row.boardName}`} onPick={() => onPick(row.board, row.qualification)} />
      ),
    },
    { id: 'reason', header: 'Because', cell: (row) => row.reason },
    { id: 'leads', header: 'Received', align: 'right', cell: (row) => count(row.leads) },
  ];

  return (
    <Card
      title="Left out"
      about={`${count(left)} of ${count(totals.received)} received (${percent(totals.received === 0 ? null : left / totals.received)}) are no new leads. Choose one to see its rows.`}
      controls={
        <>
          <SaveTable label="Left out" onSave={() => saveTable('Left out', columns, excluded)} testId="excluded-csv" />
          <ExplainButton figure="new-leads.received" label="Left out" />
        </>
      }
      testId="excluded"
    >
      {excluded.length === 0 ? (
        <p className={classes.none}>Nothing is left out under these filters.</p>
      ) : (
        <DataTable label="Left out" columns={columns} rows={excluded} keyOf={(row) => `${row.board} ${row.qualification}`} testId="table-excluded" />
      )}
    </Card>
  );
}
