import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Person } from '../../../api/accounts';
import { usePeople } from '../../../api/organisation';
import { useSession } from '../../../api/session';
import { Card } from '../../../ui/Card';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Missing } from '../../../ui/Missing';
import { Pick } from '../../../ui/Pick';
import { QueryState } from '../../../ui/QueryState';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { PersonDialog } from './PersonDialog';

export function Members() {
  const { user } = useSession();
  const people = usePeople();
  const [open, setOpen] = useState<Person | null>(null);

  const columns: Column<Person>[] = [
    {
      id: 'name', header: 'Name',
      cell: (person) => (
        <>
          <Pick label={person.id === user.id ? `${person.name} (you)` : person.name} about="Role, sales names, removal" onPick={() => setOpen(person)} />
          <span className={form.sub}>{person.email}</span>
        </>
      ),
    },
    { id: 'role', header: 'Role', cell: ({ role }) => role },
    {
      id: 'salesNames', header: 'In sales as',
      cell: ({ role, salesNames }) =>
        salesNames.length > 0 ? salesNames.join(', ')
        : role === 'Agent' ? <Status tone="wait">Sees no rows yet</Status>
        : <Missing why="Needed for Agents only: they see the rows that carry their names." />,
    },
    { id: 'twoFactor', header: 'Second factor', cell: ({ twoFactor }) => (twoFactor ? <Status tone="good">On</Status> : <Status tone="plain">Off</Status>) },
    { id: 'joinedAt', header: 'Joined', cell: ({ joinedAt }) => <When instant={joinedAt} /> },
    { id: 'lastSeenAt', header: 'Last seen', cell: ({ lastSeenAt }) => <When instant={lastSeenAt} why="Has not signed in yet." /> },
  ];

  return (
    <Card title="Members" about="Choose a name to change the role or to let somebody go." testId="members">
      <QueryState of={people} loading={<div className={form.inside}><Skeleton h={220} /></div>}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return (
            <div>
              <DataTable label="Members" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-people" />
              <LoadMore of={people} shown={rows.length} what={['member', 'members']} />
            </div>
          );
        }}
      </QueryState>
      {open && <PersonDialog person={open} onClose={() => setOpen(null)} />}
    </Card>
  );
}
