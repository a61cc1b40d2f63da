import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { OwnSession } from '../../api/accounts';
import { useEndOtherSessions, useEndSession, useOwnSessions } from '../../api/profile';
import { Card } from '../../ui/Card';
import { Confirm } from '../../ui/Confirm';
import { type Column, DataTable } from '../../ui/DataTable';
import form from '../../ui/Form.module.css';
import { LoadMore } from '../../ui/LoadMore';
import { Missing } from '../../ui/Missing';
import { notifyProblem } from '../../ui/notifyProblem';
import { QueryState } from '../../ui/QueryState';
import { Status } from '../../ui/Status';
import { When } from '../../ui/When';

export function SessionsCard() {
  const sessions = useOwnSessions();
  const end = useEndSession();
  const endOthers = useEndOtherSessions();
  const [asking, setAsking] = useState(false);
  const rows = sessions.data?.pages.flatMap((page) => page.items) ?? [];

  const columns: Column<OwnSession>[] = [
    { id: 'device', header: 'Device', cell: ({ device }) => device ?? 'Unknown device' },
    { id: 'current', header: 'This one', unseen: true, cell: ({ current }) => current && <Status tone="good" testId="this-session">This one</Status> },
    { id: 'address', header: 'Address', cell: ({ address }) => address ?? <Missing why="The address was not kept." /> },
    { id: 'startedAt', header: 'Signed in', cell: ({ startedAt }) => <When instant={startedAt} /> },
    { id: 'refreshedAt', header: 'Last seen', cell: ({ refreshedAt }) => <When instant={refreshedAt} /> },
    { id: 'endsAt', header: 'Ends by itself', cell: ({ endsAt }) => <When instant={endsAt} /> },
    {
      id: 'actions', header: 'Actions', unseen: true, align: 'right',
      cell: ({ id, current, device }) =>
        !current && (
          <Button
            size="compact-sm" variant="default" loading={end.isPending && end.variables === id} onClick={() => end.mutate(id, { onError: notifyProblem })}
            aria-label={`Sign out ${device ?? 'the unknown device'}`} data-testid="end-session"
          >
            Sign out
          </Button>
        ),
    },
  ];

  return (
    <Card
      title="Where you are signed in"
      about="Sign out whatever you do not recognise, then change your password."
      controls={
        rows.some(({ current }) => !current) && (
          <Button size="sm" variant="default" onClick={() => setAsking(true)} data-testid="end-other-sessions">
            Sign out everywhere else
          </Button>
        )
      }
      testId="profile-sessions"
    >
      <QueryState of={sessions} loading={<div className={form.inside}><Skeleton h={160} /></div>}>
        {() => (
          <div>
            <DataTable label="Sessions" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-sessions" />
            {sessions.hasNextPage && <LoadMore of={sessions} shown={rows.length} what={['session', 'sessions']} />}
          </div>
        )}
      </QueryState>
      {asking && (
        <Confirm
          title="Sign out everywhere else?"
          about="Every device but this one has to sign in again."
          word="Sign out the others"
          pending={endOthers.isPending}
          problem={endOthers.error}
          onConfirm={() => endOthers.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
}
