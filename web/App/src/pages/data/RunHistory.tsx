import { Select, Skeleton } from '@mantine/core';
import { useSession } from '../../api/session';
import { useRuns } from '../../api/sync';
import type { RunSummary, Source } from '../../api/types';
import { formatDuration, formatMoment } from '../../format/dates';
import { count } from '../../format/numbers';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { LoadMore } from '../../ui/LoadMore';
import { Missing } from '../../ui/Missing';
import { Pick } from '../../ui/Pick';
import { QueryState } from '../../ui/QueryState';
import { CertificateMark } from './CertificateMark';
import { RunStatusMark } from './RunStatusMark';
import { modeWords, triggerWords } from './words';

interface RunHistoryProps {
  sources: readonly Source[];
  source: string | undefined;
  onSource: (source: string | undefined) => void;
  onOpenRun: (run: string) => void;
}

export function RunHistory({ sources, source, onSource, onOpenRun }: RunHistoryProps) {
  const { organisation } = useSession();
  const runs = useRuns(source);
  const now = new Date();

  const columns: Column<RunSummary>[] = [
    {
      id: 'requestedAt', header: 'Asked for',
      cell: (row) => <Pick label={formatMoment(row.requestedAt, organisation.timeZone, now)} about="Streams, certificate and times" onPick={() => onOpenRun(row.id)} />,
    },
    { id: 'source', header: 'Source', cell: (row) => row.source },
    { id: 'status', header: 'Status', cell: (row) => <RunStatusMark status={row.status} testId="history-status" /> },
    { id: 'certificate', header: 'Certificate', cell: (row) => (row.certificate ? <CertificateMark verdict={row.certificate} /> : <Missing why="The run ended before it could be certified, or goes on." />) },
    { id: 'mode', header: 'What', cell: (row) => modeWords[row.mode] },
    { id: 'trigger', header: 'Asked by', cell: (row) => row.requestedBy ?? triggerWords[row.trigger] },
    { id: 'rowsPublished', header: 'Rows', align: 'right', cell: (row) => count(row.rowsPublished) },
    {
      id: 'rate', header: 'Rows a second', align: 'right',
      cell: (row) => (row.rowsPerSecond === null ? <Missing why="The run published nothing." /> : count(row.rowsPerSecond)),
    },
    {
      id: 'duration', header: 'Took', align: 'right',
      cell: (row) => (row.startedAt && row.finishedAt ? formatDuration(row.startedAt, row.finishedAt) : <Missing why="The run is not over." />),
    },
  ];

  return (
    <Card
      title="Refreshes"
      about="Every run, the latest first."
      controls={
        sources.length > 1 && (
          <Select
            size="sm"
            aria-label="Source"
            placeholder="All sources"
            clearable
            clearButtonProps={{ 'aria-label': 'All sources' }}
            data={sources.map(({ id, name }) => ({ value: id, label: name }))}
            value={source ?? null}
            onChange={(value) => onSource(value ?? undefined)}
          />
        )
      }
    >
      <QueryState of={runs} loading={<Skeleton h={280} m="lg" mt={0} w="auto" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Empty reason="No refresh has run yet." wayOut="Start one above; the figures appear as soon as it is published." linkToData={false} />
          ) : (
            <div>
              <DataTable label="Refreshes" columns={columns} rows={rows} keyOf={(row) => row.id} testId="table-runs" />
              <LoadMore of={runs} shown={rows.length} what={['refresh', 'refreshes']} />
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}
