import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { parseOutcomesSearch } from '../../../filters/search';
import { renderAt } from '../../../testing/renderAt';
import { answer } from '../../../testing/server';
import { OutcomesPage } from './OutcomesPage';

// A canvas has nothing to say in a test; what it would draw is in the table.
vi.mock('../../../ui/Chart', () => ({ default: () => null }));

const row = (name: string, enquiries: number, qualified: number, spam: number) => ({
  answer: name, enquiries, qualified, unsure: 0, unqualified: enquiries - qualified - spam, spam, qualifiedRate: enquiries === spam ? null : qualified / (enquiries - spam),
});
const outcomes = {
  asOf: '2026-11-21T15:00:00Z', from: '2026-01-01', to: '2026-01-31', totals: { enquiries: 120, qualified: 25, unsure: 0, unqualified: 75, spam: 20, qualifiedRate: 0.25 },
  questions: [{ question: 'styles', label: 'Number of styles', answers: [row('10–14', 40, 20, 0), row('5–9', 60, 5, 0), row('(no answer)', 15, 0, 15)], others: row('other', 5, 0, 5) }],
};
const at = (address: string) => renderAt(address, { path: '/outcomes', component: OutcomesPage, search: parseOutcomesSearch }, { beside: ['/enquiries'] });

describe('outcomes', () => {
  it('show the qualified share without spam', async () => {
    answer('GET /api/qualifier/outcomes', { body: outcomes });
    at('/outcomes');
    expect((await screen.findByTestId('tile-qualified')).dataset['value']).toBe('0.25');
    expect(screen.getByTestId('tile-qualified').textContent).toContain('25 of 100 without spam');
  });

  it('lead from an answer to its enquiries, with days and origin', async () => {
    answer('GET /api/qualifier/outcomes', { body: outcomes });
    const address = at('/outcomes?from=2026-01-01&to=2026-01-31&origin=website');
    fireEvent.click(await screen.findByTestId('question-styles-toggle'));
    const rows = await screen.findAllByTestId('question-styles-table-row');
    expect(rows.map((each) => each.dataset['key'])).toEqual(['5–9', '10–14', '(no answer)', 'all others']);

    fireEvent.click(screen.getByRole('button', { name: '5–9' }));
    await waitFor(() => expect(address()).toBe(`/enquiries?${new URLSearchParams({ from: '2026-01-01', to: '2026-01-31', origin: 'website', question: 'styles', answer: '5–9' })}`));
  });

  it('say that nobody wrote', async () => {
    answer('GET /api/qualifier/outcomes', { body: { ...outcomes, totals: { enquiries: 0, qualified: 0, unsure: 0, unqualified: 0, spam: 0, qualifiedRate: null }, questions: [] } });
    at('/outcomes');
    expect((await screen.findByTestId('empty')).textContent).toContain('Nobody wrote in these days.');
  });
});
