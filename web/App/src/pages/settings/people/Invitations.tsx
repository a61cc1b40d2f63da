import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Invitation } from '../../../api/accounts';
import { useCancelInvitation, useInvitations, useResendInvitation } from '../../../api/organisation';
import { Card } from '../../../ui/Card';
import { Confirm } from '../../../ui/Confirm';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Missing } from '../../../ui/Missing';
import { notifyDone } from '../../../ui/notifyDone';
import { notifyProblem } from '../../../ui/notifyProblem';
import { QueryState } from '../../../ui/QueryState';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { None } from '../None';

/** Invitations nobody has answered yet. */
export function Invitations() {
  const invitations = useInvitations();
  const resend = useResendInvitation();
  const cancel = useCancelInvitation();
  const [asked, setAsked] = useState<Invitation | null>(null);

  const columns: Column<Invitation>[] = [
    { id: 'email', header: 'E-mail', cell: ({ email }) => email },
    { id: 'role', header: 'As', cell: ({ role }) => role },
    { id: 'invitedBy', header: 'Invited by', cell: ({ invitedBy }) => invitedBy ?? <Missing why="That person is no longer a member." /> },
    { id: 'invitedAt', header: 'Invited', cell: ({ invitedAt }) => <When instant={invitedAt} /> },
    {
      id: 'expiresAt', header: 'Open until',
      cell: ({ expiresAt }) => (new Date(expiresAt) < new Date() ? <Status tone="wait">Too old</Status> : <When instant={expiresAt} />),
    },
    {
      id: 'actions', header: 'Actions', unseen: true, align: 'right',
      cell: (invitation) => (
        <div className={form.actions}>
          <Button
            size="compact-sm" variant="default" loading={resend.isPending && resend.variables === invitation.id}
            onClick={() => resend.mutate(invitation.id, { onSuccess: () => notifyDone('The invitation is sent again.', invitation.email), onError: notifyProblem })}
            aria-label={`Send again to ${invitation.email}`} data-testid="resend-invitation"
          >
            Send again
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAsked(invitation)} aria-label={`Withdraw the invitation to ${invitation.email}`} data-testid="cancel-invitation">
            Withdraw
          </Button>
        </div>
      ),
    },
  ];

  return (
    <Card title="Invitations" about="Sent, and not answered yet." testId="invitations">
      <QueryState of={invitations} loading={<div className={form.inside}><Skeleton h={80} /></div>}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <None>Nobody is waiting for an answer.</None>
          ) : (
            <div>
              <DataTable label="Invitations" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-invitations" />
              {invitations.hasNextPage && <LoadMore of={invitations} shown={rows.length} what={['invitation', 'invitations']} />}
            </div>
          );
        }}
      </QueryState>
      {asked && (
        <Confirm
          title="Withdraw the invitation?"
          about={`The link that ${asked.email} received opens nothing any more.`}
          word="Withdraw"
          pending={cancel.isPending}
          problem={cancel.error}
          onConfirm={() => cancel.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}
