import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { parseSalesSearch } from '../filters/search';
import { SalesPage } from '../pages/sales/SalesPage';
import { renderAt } from '../testing/renderAt';
import { answer, asked } from '../testing/server';

// A canvas has nothing to say in a test; what it would draw is in the table.
vi.mock('../ui/Chart', () => ({ default: () => null }));

const toDate = { from: '2026-01-01', to: '2026-03-31', deals: 2, revenue: 3000, previousRevenue: null };
const page = {
  asOf: '2026-11-21T15:00:00Z', from: '2026-03-01', to: '2026-03-31', currency: 'USD', timeZone: 'America/Los_Angeles', ytd: toDate, mtd: toDate,
  total: { deals: 2, revenue: 3000, averageDeal: 1500 }, previous: null, bySalesperson: [], byCategory: [], byPeriod: [], filters: { reps: ['Burki'], categories: [], channels: [] }, empty: null,
};
const revenue = {
  figure: 'sales.revenue', name: 'Revenue', unit: 'money', currency: 'USD', value: 3000, formula: 'The amounts of all deals that were won, added up by their close date.', asOf: page.asOf,
  from: '2026-03-01', to: '2026-03-31', timeZone: 'America/Los_Angeles', filters: [{ name: 'Salesperson', values: ['Burki'] }], parts: [], rows: { kind: 'sum', column: 'amount' },
  exclusions: [{ why: 'Deals closed in these days that were not won', count: 3, amount: 900 }],
  sources: [{ kind: 'monday', name: 'Boards', publishedAt: page.asOf, run: { id: 'r-1', mode: 'full', rowsPublished: 12, verdict: 'equal' } }],
};
const average = {
  ...revenue, figure: 'sales.average-deal', name: 'Average deal', value: 1500, rows: null, exclusions: [], filters: [],
  parts: [
    { figure: 'sales.revenue', name: 'Revenue', unit: 'money', value: 3000, rows: revenue.rows, exclusions: revenue.exclusions },
    { figure: 'sales.deals', name: 'Deals won', unit: 'count', value: 2, rows: { kind: 'count', column: null }, exclusions: [] },
  ],
};
const rows = {
  asOf: page.asOf, next: 'more',
  columns: [{ id: 'deal', name: 'Deal', kind: 'text' }, { id: 'closedOn', name: 'Closed on', kind: 'day' }, { id: 'amount', name: 'Amount', kind: 'money' }],
  items: [{ id: 'd-1', cells: ['Gown', '2026-03-09', 2000] }, { id: 'd-2', cells: ['=Veil', '2026-03-02', 1000] }],
};

function at(address: string, role = 'Manager') {
  answer('GET /api/analytics/sales', { body: page });
  answer('GET /api/analytics/sales/deals', { body: { asOf: page.asOf, items: [], next: null } });
  answer('GET /api/analytics/explain/sales.revenue', { body: revenue });
  answer('GET /api/analytics/explain/sales.average-deal', { body: average });
  answer('GET /api/analytics/explain/sales.revenue/rows', () => ({ body: asked.at(-1)?.query.includes('after=') ? { ...rows, items: [{ id: 'd-3', cells: ['Cape', '2026-03-01', 0] }], next: null } : rows }));
  answer('GET /api/analytics/explain/sales.deals/rows', { body: { ...rows, items: [], next: null } });
  return renderAt(address, { path: '/sales', component: SalesPage, search: parseSalesSearch }, { inLeads: false, role, beside: ['/data'] });
}

const range = '/sales?from=2026-03-01&to=2026-03-31&rep=Burki';

describe('explain this number', () => {
  it('opens beside a tile under the filters of its page, and its address is a link to it', async () => {
    const address = at(range);
    fireEvent.click(await screen.findByRole('button', { name: 'Explain Mar 1 – 31, 2026' }));
    await waitFor(() => expect(address()).toBe(`${range}&explain=sales.revenue`));

    const drawer = await screen.findByTestId('explain-drawer');
    expect((await within(drawer).findByTestId('explain-value')).dataset['value']).toBe('3000');
    expect(within(drawer).getByTestId('explain-formula').textContent).toBe(revenue.formula);
    expect(within(drawer).getByTestId('explain-filters').textContent).toContain('Salesperson: Burki');
    expect(within(drawer).getByTestId('table-left-out').textContent).toContain('not won3$900.00');
    expect(within(drawer).getByRole('link', { name: 'Open' }).getAttribute('href')).toBe('/data?run=r-1');
    expect(within(drawer).getByTestId('certificate').dataset['status']).toBe('equal');
    expect(asked.find(({ call }) => call === 'GET /api/analytics/explain/sales.revenue')?.query).toBe('from=2026-03-01&to=2026-03-31&rep=Burki');
  });

  it('lists its rows page by page and gives all of them as files', async () => {
    at(`${range}&explain=sales.revenue`);
    const table = await screen.findByTestId('table-explained');
    expect([...table.querySelectorAll('tbody tr')].map((row) => row.textContent)).toEqual(['Gown$2,000.00Mar 9, 2026', '=Veil$1,000.00Mar 2, 2026']);
    fireEvent.click(within(screen.getByTestId('explain-drawer')).getByTestId('load-more'));
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ call: 'GET /api/analytics/explain/sales.revenue/rows', query: 'from=2026-03-01&to=2026-03-31&rep=Burki&limit=25&after=more' }));
    await waitFor(() => expect(table.querySelectorAll('tbody tr')).toHaveLength(3));
    expect(screen.getByTestId('explain-xlsx').getAttribute('href')).toBe('/api/analytics/explain/sales.revenue/rows.xlsx?from=2026-03-01&to=2026-03-31&rep=Burki');
  });

  it('of a figure that others make lists the rows of the chosen one, and says when there is none', async () => {
    at(`${range}&explain=sales.average-deal`);
    expect(await screen.findByRole('heading', { name: 'Rows of revenue' })).toBeTruthy();
    expect(screen.getByTestId('table-left-out').textContent).toContain('not won');
    fireEvent.click(screen.getByTestId('part-sales.deals'));
    expect(screen.getByRole('region', { name: 'Not in deals won' }).textContent).toContain('Nothing was left out.');
    expect((await screen.findByTestId('explain-no-rows')).textContent).toContain('No row is behind it');
  });

  it('closes without leaving the page', async () => {
    const address = at(`${range}&explain=sales.revenue`);
    fireEvent.click(await screen.findByRole('button', { name: 'Close' }));
    await waitFor(() => expect(address()).toBe(range));
  });

  it('says what is wrong when a link names a figure that there is not', async () => {
    answer('GET /api/analytics/explain/sales.luck', { status: 404, body: { status: 404, type: 'figure-unknown', title: 'This figure is not known.' } });
    at(`${range}&explain=sales.luck`);
    expect((await screen.findByTestId('problem')).textContent).toContain('This figure is not known.');
  });
});
