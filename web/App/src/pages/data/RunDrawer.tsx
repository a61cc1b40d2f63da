import { Skeleton } from '@mantine/core';
import { useSession } from '../../api/session';
import { useProgress, useRun } from '../../api/sync';
import type { Run } from '../../api/types';
import { formatDuration, formatInstant } from '../../format/dates';
import { count } from '../../format/numbers';
import { Advice } from '../../ui/Advice';
import { DataTable } from '../../ui/DataTable';
import { Panel } from '../../ui/Panel';
import { QueryState } from '../../ui/QueryState';
import { Certificate } from './Certificate';
import classes from './RunDrawer.module.css';
import { RunProgress } from './RunProgress';
import { RunStatusMark } from './RunStatusMark';
import { standOf } from './stand';
import { modeWords, triggerWords } from './words';

/** One run in full: times, streams, certificate, and what went wrong. */
export function RunDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const run = useRun(id);

  return (
    <Panel
      opened
      onClose={onClose}
      side="right"
      size="44rem"
      title={run.data ? `${run.data.source}, ${modeWords[run.data.mode].toLowerCase()}` : 'Refresh'}
      testId="run-drawer"
    >
      <QueryState of={run} loading={<Skeleton h={400} />}>
        {(found) => <RunInFull run={found} />}
      </QueryState>
    </Panel>
  );
}

function RunInFull({ run }: { run: Run }) {
  const { organisation } = useSession();
  const progress = useProgress(run.sourceId);
  const stand = standOf({ lastRun: { ...run, certificate: run.certificate?.verdict ?? null } }, progress?.runId === run.id ? progress : undefined);
  const at = (instant: string | null) => (instant === null ? 'not yet' : formatInstant(instant, organisation.timeZone));

  return (
    <>
      <dl className={classes.facts}>
        <dt>Status</dt>
        <dd>
          <RunStatusMark status={stand?.status ?? run.status} testId="drawer-status" />
        </dd>
        <dt>Asked for</dt>
        <dd>
          {at(run.requestedAt)}, by {run.requestedBy ?? triggerWords[run.trigger].toLowerCase()}
        </dd>
        <dt>Started</dt>
        <dd>
          {at(run.startedAt)}
          {run.attempt > 1 && `, attempt ${run.attempt}`}
        </dd>
        <dt>Finished</dt>
        <dd>
          {at(run.finishedAt)}
          {run.startedAt && run.finishedAt && `, after ${formatDuration(run.startedAt, run.finishedAt)}`}
        </dd>
        <dt>Published</dt>
        <dd>
          {run.publishedAt === null ? 'nothing' : `${count(run.rowsPublished)} rows`}
          {run.rowsPerSecond !== null && `, ${count(run.rowsPerSecond)} a second`}
        </dd>
      </dl>
      {stand?.active && <RunProgress stand={stand} />}
      {run.reason && <Advice tone={run.status === 'failed' ? 'bad' : 'wait'} reason={run.reason} wayOut={run.wayOut} testId="drawer-failure" />}
      <Certificate certificate={run.certificate} />
      <section aria-label="Streams" className={classes.part}>
        <h3 className={classes.heading}>Streams</h3>
        <DataTable
          label="Streams"
          columns={[
            { id: 'name', header: 'Stream', cell: (row) => row.name },
            { id: 'rows', header: 'Rows', align: 'right', cell: (row) => count(row.rows) },
            { id: 'pages', header: 'Pages', align: 'right', cell: (row) => count(row.pages) },
            { id: 'done', header: 'Read', align: 'right', cell: (row) => (row.quarantined ? 'quarantined' : row.done ? 'to the end' : 'in part') },
          ]}
          rows={run.streams}
          keyOf={(row) => row.stream}
          flush
          testId="table-streams"
        />
      </section>
    </>
  );
}
