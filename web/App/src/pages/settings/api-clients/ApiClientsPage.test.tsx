import { QueryClient } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewApiClient } from '../../../api/accounts';
import { House } from '../../../testing/House';
import { answer, asked } from '../../../testing/server';
import { ApiClientsPage } from './ApiClientsPage';

const secret = 'secret-that-is-told-once';
const queries = new QueryClient();

async function create() {
  render(<House role="Admin" queries={queries}><ApiClientsPage /></House>);
  fireEvent.click(screen.getByTestId('create-client'));
  fireEvent.change(await screen.findByTestId('client-name'), { target: { value: 'Export' } });
  fireEvent.click(screen.getByTestId('scope-sync-read'));
  fireEvent.click(screen.getByTestId('save-client'));
  await screen.findByTestId('secret-once');
}

beforeEach(() => {
  queries.clear();
  answer('GET /api/accounts/api-clients', { body: { items: [], next: null } });
  answer('POST /api/accounts/api-clients', (body: NewApiClient) => ({
    status: 201, body: { ...body, id: 'c-1', clientId: 'client-1', clientSecret: secret, createdAt: '2026-11-21T12:00:00Z', lastUsedAt: null },
  }));
});

describe('the secret of an API client', () => {
  it('is asked for with the scopes that were ticked', async () => {
    await create();
    expect(asked.find(({ call }) => call.startsWith('POST'))?.body).toMatchObject({ name: 'Export', role: 'Viewer', scopes: ['analytics:read', 'sync:read'] });
  });

  it('is shown once, and forgotten when the dialog is closed', async () => {
    await create();
    expect(screen.getByTestId('secret').textContent).toBe(secret);

    fireEvent.click(screen.getByTestId('secret-stored'));
    await waitFor(() => expect(screen.queryByTestId('secret-once')).toBeNull());
    expect(document.body.textContent).not.toContain(secret);
    const kept = () => JSON.stringify([queries.getQueryCache().getAll().map((query) => query.state), queries.getMutationCache().getAll().map((mutation) => mutation.state)]);
    await waitFor(() => expect(kept()).not.toContain(secret));
  });

  it('does not go by a slip of the hand', async () => {
    await create();
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.queryByLabelText('Close')).toBeNull();
    expect(screen.getByTestId('secret').textContent).toBe(secret);
  });
});
