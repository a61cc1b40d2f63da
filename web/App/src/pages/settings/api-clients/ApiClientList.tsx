import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { ApiClient } from '../../../api/accounts';
import { useApiClients, useRevokeApiClient, useRotateSecret } from '../../../api/organisation';
import { Card } from '../../../ui/Card';
import { Confirm } from '../../../ui/Confirm';
import { CopyButton } from '../../../ui/CopyButton';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { QueryState } from '../../../ui/QueryState';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { None } from '../None';
import { ClientSecret } from './ClientSecret';
import { scopeWords } from './scopes';

export function ApiClientList() {
  const clients = useApiClients();
  const rotate = useRotateSecret();
  const revoke = useRevokeApiClient();
  const [asked, setAsked] = useState<{ to: 'rotate' | 'revoke'; client: ApiClient } | null>(null);
  const close = () => {
    setAsked(null);
    rotate.reset();
    revoke.reset();
  };

  const columns: Column<ApiClient>[] = [
    { id: 'name', header: 'Name', cell: ({ name, role }) => <>{name}<span className={form.sub}>as {role}</span></> },
    {
      id: 'clientId', header: 'Client id',
      cell: ({ clientId, name }) => (
        <span className={form.inline}>
          <code className={`${form.code} ${form.short}`} title={clientId}>
            {clientId}
          </code>
          <CopyButton small text={clientId} what={`the client id of ${name}`} />
        </span>
      ),
    },
    { id: 'scopes', header: 'May', cell: ({ scopes }) => scopeWords(scopes) },
    { id: 'lastUsedAt', header: 'Last used', cell: ({ lastUsedAt }) => <When instant={lastUsedAt} why="Has not signed in yet." /> },
    {
      id: 'expiresAt', header: 'Ends',
      cell: ({ expiresAt }) => (expiresAt === null ? 'Never' : new Date(expiresAt) < new Date() ? <Status tone="wait">Ended</Status> : <When instant={expiresAt} />),
    },
    {
      id: 'actions', header: 'Actions', unseen: true, align: 'right',
      cell: (client) => (
        <div className={form.actions}>
          <Button size="compact-sm" variant="default" onClick={() => setAsked({ to: 'rotate', client })} aria-label={`New secret for ${client.name}`} data-testid="rotate-secret">
            New secret
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAsked({ to: 'revoke', client })} aria-label={`Revoke ${client.name}`} data-testid="revoke-client">
            Revoke
          </Button>
        </div>
      ),
    },
  ];

  return (
    <Card title="Clients" about="Each signs in with its id and secret, and does no more than its role and scopes allow." testId="api-clients">
      <QueryState of={clients} loading={<div className={form.inside}><Skeleton h={160} /></div>}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <None>No program signs in yet. A new client gets an id and a secret that is shown once.</None>
          ) : (
            <div>
              <DataTable label="API clients" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-clients" />
              {clients.hasNextPage && <LoadMore of={clients} shown={rows.length} what={['client', 'clients']} />}
            </div>
          );
        }}
      </QueryState>
      {asked?.to === 'rotate' && !rotate.data && (
        <Confirm
          title={`A new secret for ${asked.client.name}?`}
          about="The secret in use stops working at once; the program fails until it has the new one."
          word="Make a new secret"
          pending={rotate.isPending}
          problem={rotate.error}
          onConfirm={() => rotate.mutate(asked.client.id)}
          onClose={close}
        />
      )}
      {asked?.to === 'rotate' && rotate.data && <ClientSecret clientId={asked.client.clientId} secret={rotate.data.clientSecret} onClose={close} />}
      {asked?.to === 'revoke' && (
        <Confirm
          title={`Revoke ${asked.client.name}?`}
          about="The program is shut out for good. A client that is needed again gets a new id."
          word="Revoke"
          pending={revoke.isPending}
          problem={revoke.error}
          onConfirm={() => revoke.mutate(asked.client.id, { onSuccess: close })}
          onClose={close}
        />
      )}
    </Card>
  );
}
