import { Notifications } from '@mantine/notifications';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { Database, Receipt } from 'lucide-react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useDensity } from './preferences';
import { FilterChips } from '../ui/FilterChips';
import { renderAt } from '../testing/renderAt';
import { answer, asked } from '../testing/server';
import { matching } from './choices';
import CommandPalette from './CommandPalette';
import { openPalette, palette } from './palette';

const view = { id: 'v-1', name: 'Spring house', page: 'sales', period: null, search: 'rep=Burki', shared: true, mine: false, owner: 'Mara Manager' };
const lead = { id: 'l-1', name: 'Clara Weiss', company: 'Atelier Weiss', email: 'clara@weiss.example', day: '2026-03-08', qualification: 'qualified', enquiryId: 'e-1' };
const nothing = { leads: [], campaigns: [] };

function Page() {
  const [density] = useDensity();
  return (
    <main data-density={density} data-testid="page">
      <section>
        <h2>Deals won</h2>
        <a href="#deals" download>
          CSV
        </a>
      </section>
      <FilterChips chips={[{ kind: 'Rep', value: 'b', label: 'Burki', onRemove: () => undefined }]} onClear={() => undefined} />
      <CommandPalette />
      <Notifications />
    </main>
  );
}

function open(role = 'Manager') {
  answer('GET /api/accounts/views', { body: { items: [view], next: null } });
  answer('GET /api/sync/sources', { body: { items: [{ id: 's-1', name: 'Monday.com' }] } });
  const address = renderAt('/sales?from=2026-03-01&to=2026-03-31', { path: '/sales', component: Page, search: (raw) => raw }, {
    role, inLeads: false, beside: ['/', '/new-leads', '/enquiries', '/enquiries/$id', '/tools/documents', '/tools/documents/$id', '/data'],
  });
  return address;
}

async function write(text: string) {
  const field = await screen.findByPlaceholderText(/A page, a lead/);
  fireEvent.change(field, { target: { value: text } });
  return field;
}

const searched = () => asked.filter(({ call }) => call.endsWith('/search')).map(({ call, query }) => `${call}?${query}`);

beforeEach(() => localStorage.clear());
afterEach(() => act(palette.close));

describe('what a text finds', () => {
  const groups = [
    { label: 'Pages', choices: [{ id: 'sales', label: 'Sales', about: 'Revenue', icon: Receipt, onChoose: () => undefined }, { id: 'data', label: 'Data', about: 'What sales come from', icon: Database, onChoose: () => undefined }] },
    { label: 'Actions', choices: [{ id: 'make', label: 'New sales offer', icon: Receipt, keywords: ['document'], onChoose: () => undefined }] },
  ];
  const idsOf = (text: string) => Object.values(matching(groups, text)).map((some) => some.flatMap(({ choices }) => choices.map(({ id }) => id)));

  it('stands in a label, or further down in what is said of it and in words that are not shown', () => {
    expect(idsOf('SALES ')).toEqual([['sales', 'data', 'make'], []]);
    expect(idsOf('come from')).toEqual([[], ['data']]);
    expect(idsOf('document')).toEqual([[], ['make']]);
    expect(idsOf('nobody')).toEqual([[], []]);
  });
});

describe('the palette', () => {
  it('asks each service once for what is written, and opens the enquiry of a lead by Enter', async () => {
    answer('GET /api/analytics/search', { body: { leads: [lead], campaigns: [] } });
    answer('GET /api/documents/documents/search', { body: { items: [] } });
    const address = open();
    await screen.findByTestId('page');
    act(openPalette);
    for (const text of ['c', 'cl', 'cla', 'clara w']) {
      await write(text);
    }

    expect((await screen.findByTestId('choice-lead-l-1')).textContent).toContain('Atelier Weiss · clara@weiss.example · Mar 8, 2026');
    expect(searched()).toEqual(['GET /api/analytics/search?text=clara%20w', 'GET /api/documents/documents/search?text=clara%20w']);
    await waitFor(() => expect(screen.getByTestId('choice-lead-l-1').hasAttribute('data-selected')).toBe(true));
    fireEvent.keyDown(screen.getByPlaceholderText(/A page, a lead/), { code: 'Enter' });
    await waitFor(() => expect(address()).toBe('/enquiries/e-1'));
  });

  it('leads an agent, who has no enquiries, to the day of a lead, and to no campaign', async () => {
    answer('GET /api/analytics/search', { body: { leads: [{ ...lead, qualification: 'spam' }], campaigns: [] } });
    answer('GET /api/documents/documents/search', { body: { items: [] } });
    const address = open('Agent');
    await screen.findByTestId('page');
    act(openPalette);
    await write('clara');
    fireEvent.click(await screen.findByTestId('choice-lead-l-1'));
    await waitFor(() => expect(address()).toBe('/new-leads?from=2026-03-08&to=2026-03-08&day=2026-03-08&qualification=spam'));
    expect(screen.queryByTestId('choice-in-enquiries')).toBeNull();
  });

  it('takes a campaign to Advertising with the period that is looked at, and a document to its page', async () => {
    answer('GET /api/analytics/search', { body: { leads: [], campaigns: [{ id: 'bridal', name: 'Bridal', channel: 'google-ads', channelName: 'Google Ads' }] } });
    answer('GET /api/documents/documents/search', { body: { items: [{ id: 'd-1', kind: 'deck', title: 'Bridal deck', version: 2, state: 'ready' }] } });
    const address = open();
    await screen.findByTestId('page');
    act(openPalette);
    await write('bridal');
    expect((await screen.findByTestId('choice-document-d-1')).textContent).toContain('version 2');
    fireEvent.click(screen.getByTestId('choice-campaign-bridal'));
    await waitFor(() => expect(address()).toBe('/?from=2026-03-01&to=2026-03-31&campaign=bridal'));
  });

  it('says that nothing begins like that, and where else to look', async () => {
    answer('GET /api/analytics/search', { body: nothing });
    answer('GET /api/documents/documents/search', { body: { items: [] } });
    const address = open();
    await screen.findByTestId('page');
    act(openPalette);
    await write('zzz');
    fireEvent.click(await screen.findByTestId('choice-in-documents'));
    await waitFor(() => expect(address()).toBe('/tools/documents?text=zzz'));
  });

  it('shows what one service found when the other fails, and asks that one again', async () => {
    answer('GET /api/analytics/search', { status: 400, body: { type: 'x', title: 'No.' } });
    answer('GET /api/documents/documents/search', { body: { items: [{ id: 'd-1', kind: 'deck', title: 'Bridal deck', version: 1, state: 'ready' }] } });
    open();
    await screen.findByTestId('page');
    act(openPalette);
    await write('bridal');
    const again = await screen.findByTestId('choice-again');
    expect(screen.getByTestId('choice-document-d-1')).toBeTruthy();
    answer('GET /api/analytics/search', { body: { leads: [lead], campaigns: [] } });
    fireEvent.click(again);
    expect(await screen.findByTestId('choice-lead-l-1')).toBeTruthy();
  });

  it('opens views, and has what the page can do: its files, its filters, rows closer together', async () => {
    const address = open();
    await screen.findByTestId('page');
    act(openPalette);
    expect((await screen.findByTestId('choice-download-0')).textContent).toContain('CSVDeals won');
    expect(screen.getByTestId('choice-clear')).toBeTruthy();
    expect(screen.getByTestId('choice-save-view')).toBeTruthy();
    fireEvent.click(screen.getByTestId('choice-density'));
    await waitFor(() => expect(screen.getByTestId('page').dataset['density']).toBe('compact'));
    act(openPalette);
    fireEvent.click(await screen.findByTestId('choice-view-v-1'));
    await waitFor(() => expect(address()).toBe('/sales?rep=Burki'));
  });

  it.each([['Viewer', false, false], ['Agent', false, true], ['Manager', true, true]])('lets a %s refresh: %s, make documents: %s', async (role, refresh, make) => {
    open(role);
    await screen.findByTestId('page');
    act(openPalette);
    await screen.findByTestId('choice-view-v-1');
    await waitFor(() => expect(screen.queryByTestId('choice-refresh-s-1') !== null).toBe(refresh));
    expect(screen.queryByTestId('choice-make-contract') !== null).toBe(make);
  });
});
