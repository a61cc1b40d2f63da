import type { AuditChange } from '../../../api/accounts';
import { DataTable } from '../../../ui/DataTable';
import { Missing } from '../../../ui/Missing';
import { Status } from '../../../ui/Status';
import classes from './Changes.module.css';
import { differencesOf, valueWords } from './differences';
import { nameWords } from './query';

/** What an event wrote, field by field. */
export function Changes({ changes }: { changes: readonly AuditChange[] }) {
  return (
    <section aria-label="Changes" className={classes.changes} data-testid="changes">
      {changes.map(({ kind, id, before, after }) => (
        <div key={`${kind} ${id}`}>
          <h3 className={classes.heading}>
            {nameWords(kind)} <Word before={before} after={after} />
          </h3>
          <DataTable
            label={`Changes of ${kind}`}
            columns={[
              { id: 'field', header: 'Field', cell: (row) => nameWords(row.field) },
              { id: 'before', header: 'Before', cell: (row) => (row.before === undefined ? <Missing why="There was none." /> : valueWords(row.before)) },
              { id: 'after', header: 'After', cell: (row) => (row.after === undefined ? <Missing why="There is none any more." /> : valueWords(row.after)) },
            ]}
            rows={differencesOf(before, after)}
            keyOf={({ field }) => field}
            flush
            testId="table-changes"
          />
        </div>
      ))}
    </section>
  );
}

function Word({ before, after }: { before: unknown; after: unknown }) {
  return before === null ? <Status tone="good">New</Status> : after === null ? <Status tone="bad">Removed</Status> : <Status tone="wait">Changed</Status>;
}
