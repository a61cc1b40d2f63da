import { Button, Skeleton, TextInput } from '@mantine/core';
import { Download, Eraser } from 'lucide-react';
import { useState } from 'react';
import type { PrivacyReceipt } from '../../../api/accounts';
import { useErasePerson, useExportPerson, usePrivacyRequests } from '../../../api/organisation';
import { count } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { Confirm } from '../../../ui/Confirm';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { When } from '../../../ui/When';
import { notifyProblem } from '../../../ui/notifyProblem';
import { saveFile } from '../../../ui/saveFile';
import { None } from '../None';

const columns: Column<PrivacyReceipt>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <When instant={at} /> },
  { id: 'kind', header: 'What', cell: ({ kind }) => (kind === 'export' ? 'Export' : 'Erasure') },
  { id: 'found', header: 'Found', cell: ({ found }) => foundWords(found) },
  { id: 'requestedBy', header: 'By', cell: ({ requestedBy }) => requestedBy },
  { id: 'id', header: 'Receipt', cell: ({ id }) => <code className={form.code}>{id}</code> },
];

/** {"lead": 1, "deal": 2} reads "1 lead, 2 deals". */
export function foundWords(found: Readonly<Record<string, number>>): string {
  const parts = Object.entries(found).map(([what, rows]) => `${count(rows)} ${what}${rows === 1 ? '' : 's'}`);
  return parts.length === 0 ? 'Nothing' : parts.join(', ');
}

/** What a person may ask of the organisation: everything held on them, and to be forgotten. */
export function PrivacyPage() {
  const requests = usePrivacyRequests();
  const exported = useExportPerson();
  const erase = useErasePerson();
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState(false);
  const looksRight = /^\S+@\S+\.\S+$/.test(email.trim());

  const download = () =>
    exported.mutate(email.trim(), {
      onSuccess: (person) => saveFile(`person-${person.receipt.id}.json`, JSON.stringify(person, null, 2), 'application/json'),
      onError: notifyProblem,
    });

  return (
    <Page title="Personal data">
      <Card title="A person" about="By e-mail address: customers and leads in every source, invitations, and people who worked here." testId="person">
        <div className={form.inside}>
          <TextInput label="E-mail address" type="email" autoComplete="off" value={email} onChange={({ currentTarget }) => setEmail(currentTarget.value)} data-testid="person-email" />
          <div className={form.actions}>
            <Button variant="default" leftSection={<Download size={16} strokeWidth={1.75} />} disabled={!looksRight} loading={exported.isPending} onClick={download} data-testid="export-person">
              Export what is held
            </Button>
            <Button color="red" variant="light" leftSection={<Eraser size={16} strokeWidth={1.75} />} disabled={!looksRight} onClick={() => setAsked(true)} data-testid="erase-person">
              Erase
            </Button>
          </div>
        </div>
      </Card>
      <Card title="Receipts" about="What was asked for and done, without saying about whom." testId="privacy-requests">
        <QueryState of={requests} loading={<div className={form.inside}><Skeleton h={120} /></div>}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return rows.length === 0 ? (
              <None>Nobody has asked yet.</None>
            ) : (
              <div>
                <DataTable label="Privacy requests" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-privacy-requests" />
                {requests.hasNextPage && <LoadMore of={requests} shown={rows.length} what={['receipt', 'receipts']} />}
              </div>
            );
          }}
        </QueryState>
      </Card>
      {asked && (
        <Confirm
          title={`Erase ${email.trim()}?`}
          about="Names, addresses and words of theirs go from every record and stay away when a source sends them again. Amounts, days and counts stay, so figures do not change. This cannot be undone."
          word="Erase"
          pending={erase.isPending}
          problem={erase.error}
          onConfirm={() =>
            erase.mutate(email.trim(), {
              onSuccess: () => {
                setAsked(false);
                setEmail('');
              },
            })
          }
          onClose={() => setAsked(false)}
        />
      )}
    </Page>
  );
}
