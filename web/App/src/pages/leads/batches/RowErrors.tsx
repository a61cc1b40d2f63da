import { Skeleton } from '@mantine/core';
import { useBatchErrors } from '../../../api/batches';
import { count } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { QueryState } from '../../../ui/QueryState';
import classes from '../Moves.module.css';

/** Rows that could not be judged, by the numbers the spreadsheet shows. */
export function RowErrors({ id, failed }: { id: string; failed: number }) {
  const errors = useBatchErrors(id);

  return (
    <Card
      title={failed === 1 ? 'One row cannot be judged' : `${count(failed)} rows cannot be judged`}
      about="The others are not held up by them. Row numbers are those of the spreadsheet; the header is row 1."
      testId="batch-errors"
    >
      <QueryState of={errors} loading={<div className={form.inside}><Skeleton h={160} /></div>}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return (
            <div>
              <DataTable
                label="Rows that cannot be judged"
                columns={[
                  { id: 'row', header: 'Row', cell: ({ row }) => count(row) },
                  { id: 'problem', header: 'What is wrong', cell: ({ problem }) => <p className={classes.why}>{problem}</p> },
                  { id: 'wayOut', header: 'What to do', cell: ({ wayOut }) => <p className={classes.why}>{wayOut}</p> },
                ]}
                rows={rows}
                keyOf={({ row }) => String(row)}
                testId="table-errors"
              />
              <LoadMore of={errors} shown={rows.length} what={['row', 'rows']} />
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}
