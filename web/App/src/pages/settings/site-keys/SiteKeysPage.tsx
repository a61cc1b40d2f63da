import { Button, Skeleton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { SiteKey } from '../../../api/accounts';
import { useRevokeSiteKey, useSiteKeys } from '../../../api/organisation';
import { Card } from '../../../ui/Card';
import { Confirm } from '../../../ui/Confirm';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { When } from '../../../ui/When';
import { None } from '../None';
import { CreateKeyDialog } from './CreateKeyDialog';
import { KeySnippet } from './KeySnippet';

/** Keys by which the organisation's websites say whose enquiries they send. */
export function SiteKeysPage() {
  const keys = useSiteKeys();
  const revoke = useRevokeSiteKey();
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<SiteKey | null>(null);
  const [asked, setAsked] = useState<SiteKey | null>(null);

  const columns: Column<SiteKey>[] = [
    { id: 'name', header: 'Name', cell: ({ name }) => name },
    { id: 'key', header: 'Key', cell: ({ key }) => <code className={form.code}>{key}</code> },
    { id: 'origins', header: 'Websites', cell: ({ origins }) => origins.map((origin) => <div key={origin}>{origin}</div>) },
    { id: 'createdAt', header: 'Created', cell: ({ createdAt }) => <When instant={createdAt} /> },
    {
      id: 'actions', header: 'Actions', unseen: true, align: 'right',
      cell: (key) => (
        <div className={form.actions}>
          <Button size="compact-sm" variant="default" onClick={() => setShown(key)} aria-label={`Put it on the site: ${key.name}`} data-testid="key-snippet">
            Put it on the site
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAsked(key)} aria-label={`Revoke ${key.name}`} data-testid="revoke-key">
            Revoke
          </Button>
        </div>
      ),
    },
  ];

  return (
    <Page
      title="Site keys"
      action={
        <Button leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={() => setCreating(true)} data-testid="create-key">
          New key
        </Button>
      }
    >
      <Card title="Keys" about="A key says whose enquiries a website sends. It is no secret: it works from its own websites only." testId="site-keys">
        <QueryState of={keys} loading={<div className={form.inside}><Skeleton h={120} /></div>}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return rows.length === 0 ? (
              <None>No website has a key yet.</None>
            ) : (
              <div>
                <DataTable label="Site keys" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-keys" />
                {keys.hasNextPage && <LoadMore of={keys} shown={rows.length} what={['key', 'keys']} />}
              </div>
            );
          }}
        </QueryState>
      </Card>
      {creating && (
        <CreateKeyDialog
          onClose={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false);
            setShown(key);
          }}
        />
      )}
      {shown && <KeySnippet siteKey={shown} onClose={() => setShown(null)} />}
      {asked && (
        <Confirm
          title={`Revoke ${asked.name}?`}
          about={`${asked.origins.join(', ')} can send nothing with this key any more.`}
          word="Revoke"
          pending={revoke.isPending}
          problem={revoke.error}
          onConfirm={() => revoke.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </Page>
  );
}
