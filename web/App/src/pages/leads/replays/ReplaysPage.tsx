import { Button, Skeleton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Replay } from '../../../api/qualifier';
import { useReplays } from '../../../api/replays';
import { mayManage, useSession } from '../../../api/session';
import { formatRange } from '../../../format/dates';
import { count } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { type Column, DataTable } from '../../../ui/DataTable';
import { Empty } from '../../../ui/Empty';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Page } from '../../../ui/Page';
import pick from '../../../ui/Pick.module.css';
import { QueryState } from '../../../ui/QueryState';
import { When } from '../../../ui/When';
import { JobMark } from '../JobMark';
import { costWords, isUnderWay } from '../job';
import { NewReplay } from './NewReplay';
import { titleOf, whatOf } from './words';

const columns: Column<Replay>[] = [
  { id: 'name', header: 'Replay', cell: (row) => <Link className={pick.pick} to="/qualifier/replays/$id" params={{ id: row.id }} data-testid="open-replay">{titleOf(row)}</Link> },
  { id: 'state', header: 'State', cell: ({ state }) => <JobMark state={state} /> },
  { id: 'what', header: 'Tried', cell: whatOf },
  { id: 'days', header: 'Enquiries of', cell: ({ from, to }) => formatRange(from, to) },
  { id: 'total', header: 'Enquiries', align: 'right', cell: ({ state, done, total }) => (isUnderWay(state) ? `${count(done)} of ${count(total)}` : count(total)) },
  { id: 'cost', header: 'Cost', align: 'right', cell: ({ costUsd }) => costWords(costUsd) },
  { id: 'by', header: 'Asked by', cell: ({ requestedBy }) => requestedBy },
  { id: 'when', header: 'When', align: 'right', cell: ({ requestedAt }) => <When instant={requestedAt} /> },
];

/** The past under other thresholds or another prompt: which enquiries move, and what became of them (B8). */
export function ReplaysPage() {
  const { user } = useSession();
  const navigate = useNavigate();
  const replays = useReplays();
  const [creating, setCreating] = useState(false);

  return (
    <Page
      title="Replay"
      action={
        mayManage(user.role) && (
          <Button leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={() => setCreating(true)} data-testid="new-replay">
            New replay
          </Button>
        )
      }
    >
      <Card title="Replays" about="Decided again as if other rules had held. What was really decided stays as it is." testId="replays">
        <QueryState of={replays} loading={<div className={form.inside}><Skeleton h={240} /></div>}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return rows.length === 0 ? (
              <Empty
                reason="Nothing has been replayed yet."
                wayOut={`A replay takes the enquiries of some past days, decides them again under other thresholds or another prompt, and shows who would have gone another way – against who really became a client.${mayManage(user.role) ? '' : ' Managers and admins start one.'}`}
                linkToData={false}
              />
            ) : (
              <div>
                <DataTable label="Replays" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-replays" />
                <LoadMore of={replays} shown={rows.length} what={['replay', 'replays']} />
              </div>
            );
          }}
        </QueryState>
      </Card>
      {creating && <NewReplay onClose={() => setCreating(false)} onStarted={(id) => void navigate({ to: '/qualifier/replays/$id', params: { id } })} />}
    </Page>
  );
}
