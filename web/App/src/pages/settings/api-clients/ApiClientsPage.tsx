import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useCreateApiClient } from '../../../api/organisation';
import { Page } from '../../../ui/Page';
import { ApiClientList } from './ApiClientList';
import { ClientSecret } from './ClientSecret';
import { CreateClientDialog } from './CreateClientDialog';

/** Programs that sign in by themselves, without a person. */
export function ApiClientsPage() {
  const [creating, setCreating] = useState(false);
  const create = useCreateApiClient();
  const close = () => {
    setCreating(false);
    create.reset();
  };

  return (
    <Page
      title="API clients"
      action={
        <Button leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={() => setCreating(true)} data-testid="create-client">
          New client
        </Button>
      }
    >
      <ApiClientList />
      {creating && !create.data && <CreateClientDialog pending={create.isPending} problem={create.error} onCreate={(client) => create.mutate(client)} onClose={close} />}
      {create.data && <ClientSecret clientId={create.data.clientId} secret={create.data.clientSecret} onClose={close} />}
    </Page>
  );
}
