import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { answer, asked } from '../testing/server';
import { renderAt } from '../testing/renderAt';
import { EmptyFigures } from './EmptyFigures';

const source = '01900000-0000-7000-8000-00000000000c';
const nothing = { cause: 'nothing-stored' as const, reason: 'Nothing has been synced yet.', wayOut: 'Open Data.' };
const at = (role: string, empty: Parameters<typeof EmptyFigures>[0]['empty'] = nothing) =>
  renderAt('/calls', { path: '/calls', component: () => <EmptyFigures page="calls" empty={empty} /> }, { inLeads: false, role, beside: ['/data', '/settings/credentials'] });
const standing = (change: object) => answer('GET /api/analytics/standing', { body: { cause: 'never-ran', reason: 'Calendly has not been read yet.', wayOut: 'Run the sync.', source, ...change } });

describe('a page without figures', () => {
  it('says what stands in the way, and runs the sync for a Manager', async () => {
    standing({});
    answer(`POST /api/sync/sources/${source}/runs`, { status: 202, body: {} });
    at('Manager');
    fireEvent.click(await screen.findByTestId('run-sync'));
    expect(screen.getByTestId('empty').textContent).toContain('Calendly has not been read yet.');
    await waitFor(() => expect(asked.find(({ call }) => call.startsWith('POST'))?.body).toEqual({ mode: 'full' }));
    expect(asked[0]?.query).toBe('page=calls');
  });

  it('offers nobody what only others may do', async () => {
    standing({});
    at('Viewer');
    expect(await screen.findByText('Calendly has not been read yet.')).toBeTruthy();
    expect(screen.queryByTestId('run-sync')).toBeNull();
  });

  it('leads an Admin to the credentials where no source is connected', async () => {
    standing({ cause: 'no-source', reason: 'No source brings calls yet.', source: null });
    at('Admin');
    expect((await screen.findByText('Open Credentials')).getAttribute('href')).toBe('/settings/credentials');
    expect(screen.queryByText('Open Data')).toBeNull();
  });

  it('asks nothing where there is data, but not of these days', () => {
    at('Manager', { cause: 'before-first-day', reason: 'The data begins on 1 April 2026.', wayOut: 'Choose days from then on.' });
    void waitFor(() => expect(screen.getByTestId('empty').textContent).toContain('1 April 2026'));
    expect(asked).toHaveLength(0);
  });
});
