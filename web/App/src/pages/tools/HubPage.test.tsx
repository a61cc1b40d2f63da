import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { item } from '../../testing/documents';
import { renderAt } from '../../testing/renderAt';
import { answer, asked } from '../../testing/server';
import { HubPage } from './HubPage';

const at = (role: string) => renderAt('/tools', { path: '/tools', component: HubPage }, { role, inLeads: false, beside: ['/tools/new/$kind', '/tools/documents', '/tools/documents/$id', '/tools/prices'] });

describe('the tools hub', () => {
  it('has four ways to begin, what was made last, and what waits for a signature', async () => {
    const sent = { ...item, id: 'd-1', signature: { state: 'sent' } };
    answer('GET /api/documents/documents', () => ({
      body: { items: asked.at(-1)!.query.includes('signature=waiting') ? [sent] : [sent, { ...item, id: 'd-2', signature: { state: 'completed' } }, { ...item, id: 'd-3' }], next: null },
    }));
    at('Agent');
    expect((await screen.findAllByTestId(/^make-/)).map((each) => each.getAttribute('href'))).toEqual(['/tools/new/contract', '/tools/new/deck', '/tools/new/workbook', '/tools/new/a-la-carte']);
    await screen.findAllByTestId('document');
    const keysIn = (card: string) => [...screen.getByTestId(card).querySelectorAll<HTMLElement>('[data-testid=document]')].map((each) => each.dataset['key']);
    expect(keysIn('recent')).toEqual(['d-1', 'd-2', 'd-3']);
    expect(keysIn('waiting')).toEqual(['d-1']);
  });

  it('is only looked at by a Viewer', async () => {
    answer('GET /api/documents/documents', { body: { items: [], next: null } });
    at('Viewer');
    await screen.findAllByTestId('none');
    expect(screen.queryByTestId('make-contract')).toBeNull();
  });
});
