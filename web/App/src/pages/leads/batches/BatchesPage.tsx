import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useBatches } from '../../../api/batches';
import type { Batch } from '../../../api/qualifier';
import { mayManage, useSession } from '../../../api/session';
import { count } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Page } from '../../../ui/Page';
import pick from '../../../ui/Pick.module.css';
import { QueryState } from '../../../ui/QueryState';
import { When } from '../../../ui/When';
import { None } from '../../settings/None';
import { JobMark } from '../JobMark';
import { costWords, isUnderWay } from '../job';
import { Upload } from './Upload';

const columns: Column<Batch>[] = [
  { id: 'file', header: 'File', cell: ({ id, name }) => <Link className={pick.pick} to="/qualifier/batches/$id" params={{ id }} data-testid="open-batch">{name}</Link> },
  { id: 'state', header: 'State', cell: ({ state }) => <JobMark state={state} /> },
  { id: 'rows', header: 'Rows', align: 'right', cell: ({ state, done, total }) => (isUnderWay(state) ? `${count(done)} of ${count(total)}` : count(total)) },
  { id: 'failed', header: 'Not judged', align: 'right', cell: ({ failed }) => count(failed) },
  { id: 'cost', header: 'Cost', align: 'right', cell: ({ costUsd }) => costWords(costUsd) },
  { id: 'by', header: 'Uploaded by', cell: ({ requestedBy }) => requestedBy },
  { id: 'when', header: 'When', align: 'right', cell: ({ requestedAt }) => <When instant={requestedAt} /> },
];

/** Leads of an Excel or CSV file judged in one go (B6). */
export function BatchesPage() {
  const { user } = useSession();
  const batches = useBatches();

  return (
    <Page title="Batch">
      {mayManage(user.role) && <Upload />}
      <Card title="Files" about="The latest first. A file and its result are kept for 90 days; no lead is made of it." testId="batches">
        <QueryState of={batches} loading={<div className={form.inside}><Skeleton h={200} /></div>}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return rows.length === 0 ? (
              <None>No file has been judged yet.{!mayManage(user.role) && ' Managers and admins upload one.'}</None>
            ) : (
              <div>
                <DataTable label="Files" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-batches" />
                <LoadMore of={batches} shown={rows.length} what={['file', 'files']} />
              </div>
            );
          }}
        </QueryState>
      </Card>
    </Page>
  );
}
