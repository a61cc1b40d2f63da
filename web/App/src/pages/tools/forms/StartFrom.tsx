import { CloseButton, Loader, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { useClients } from '../../../api/documentJobs';
import type { Client } from '../../../api/documents';
import { Problem } from '../../../api/problem';
import { Card } from '../../../ui/Card';
import shared from '../../../ui/Form.module.css';
import classes from './StartFrom.module.css';

/** Fills in what is known of a lead or a deal. What was written by hand stays. */
export function StartFrom({ client, pending, onChoose }: { client: Client | null; pending: boolean; onChoose: (client: Client | null) => void }) {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), 250);
  const clients = useClients(settled);
  const found = clients.data?.items ?? [];

  return (
    <Card title="Start from a client" about="Fills in what is known of a lead or a deal. What you have written stays." testId="start-from">
      <div className={shared.inside}>
        {client ? (
          <div className={classes.chosen} data-testid="chosen-client">
            <UserRound size={18} strokeWidth={1.5} aria-hidden />
            <p className={classes.who}>
              <span className={classes.name}>{client.company ?? client.name}</span>
              <span className={shared.sub}>{wordsOf(client)}</span>
            </p>
            {pending && <Loader size={16} />}
            <CloseButton aria-label="Choose another client" onClick={() => onChoose(null)} data-testid="another-client" />
          </div>
        ) : (
          <Select
            aria-label="Client" placeholder="Name, company or e-mail of a lead or a deal" searchable searchValue={text} onSearchChange={setText} value={null}
            // The service has searched; what it found is shown as it came.
            filter={({ options }) => options}
            data={found.map((each) => ({ value: `${each.kind}:${each.id}`, label: each.company ?? each.name }))}
            renderOption={({ option }) => <Option client={found.find((each) => `${each.kind}:${each.id}` === option.value)} />}
            onChange={(value) => onChoose(found.find((each) => `${each.kind}:${each.id}` === value) ?? null)}
            error={clients.error ? `${Problem.from(clients.error).title} You can fill the form in by hand.` : undefined}
            nothingFoundMessage={clients.isFetching || text.trim() !== settled ? 'Looking…' : 'No lead or deal goes by that name. Fill the form in by hand.'}
            rightSection={clients.isFetching ? <Loader size={14} /> : undefined} maxDropdownHeight={360} data-testid="client-search"
          />
        )}
      </div>
    </Card>
  );
}

function Option({ client }: { client: Client | undefined }) {
  return client ? (
    <span className={classes.option}>
      <span className={classes.name}>{client.company ?? client.name}</span>
      <span className={shared.sub}>{wordsOf(client)}</span>
    </span>
  ) : null;
}

function wordsOf({ kind, name, company, email, about }: Client): string {
  return [kind === 'lead' ? 'Lead' : 'Deal', company ? name : null, email, about].filter(Boolean).join(' · ');
}
