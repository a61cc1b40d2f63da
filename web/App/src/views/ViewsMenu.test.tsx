import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { todayIn } from '../format/dates';
import { parseSalesSearch, withoutValue } from '../filters/search';
import { renderAt } from '../testing/renderAt';
import { answer, asked } from '../testing/server';
import { FilterBar } from '../ui/FilterBar';
import { FilterChips } from '../ui/FilterChips';
import { Shortcuts } from '../shell/Shortcuts';
import { useSalesSearch } from '../pages/sales/useSalesSearch';

const view = { id: 'v-1', name: 'Burki', page: 'sales', period: 'this-month', search: 'rep=Burki', shared: false, mine: true, owner: 'Ada Field' };
const shared = { ...view, id: 'v-2', name: 'Everybody', search: '', shared: true, mine: false, owner: null };
const elsewhere = { ...view, id: 'v-3', name: 'Spend', page: 'advertising' };

function Page() {
  const { search, set } = useSalesSearch();
  const chips = (search.rep ?? []).map((rep) => ({ kind: 'Rep', value: rep, label: rep, onRemove: () => set((before) => ({ ...before, rep: withoutValue(before.rep, rep) ?? [] })) }));
  return (
    <>
      <FilterBar range={null} active={chips.length} chips={<FilterChips chips={chips} onClear={() => set(({ from, to }) => ({ ...(from ? { from } : {}), ...(to ? { to } : {}) }))} />}>
        {null}
      </FilterBar>
      <Shortcuts />
      <Notifications />
    </>
  );
}

function at(address: string, items: object[] = [view, shared, elsewhere], role = 'Manager') {
  answer('GET /api/accounts/views', { body: { items, next: null } });
  return renderAt(address, { path: '/sales', component: Page, search: parseSalesSearch }, { role, inLeads: false });
}

const sent = (call: string) => asked.filter((each) => each.call.startsWith(call));

describe('views beside the filters', () => {
  it('are those of the page, and open it with the period that is running', async () => {
    const address = at('/sales');
    fireEvent.click(await screen.findByTestId('views'));
    const items = await screen.findAllByTestId('view');
    expect(items.map(({ dataset }) => dataset['key'])).toEqual(['Burki', 'Everybody']);
    fireEvent.click(items[0]!);
    const today = todayIn('America/Los_Angeles', new Date());
    await waitFor(() => expect(address()).toBe(`/sales?from=${today.slice(0, 7)}-01&to=${today}&rep=Burki`));
  });

  it('are saved under a name with what the address says, once however often it is sent', async () => {
    at('/sales?from=2026-03-01&to=2026-03-31&rep=Burki', []);
    fireEvent.click(await screen.findByTestId('views'));
    fireEvent.click(await screen.findByTestId('save-view'));
    const dialog = await screen.findByTestId('save-view-dialog');
    fireEvent.click(within(dialog).getByTestId('view-save'));
    expect(await within(dialog).findByText('Write a name for it.')).toBeTruthy();

    answer('PUT /api/accounts/views/x', {});
    fireEvent.change(within(dialog).getByTestId('view-name'), { target: { value: ' March ' } });
    fireEvent.click(within(dialog).getByTestId('view-shared'));
    fireEvent.click(within(dialog).getByTestId('view-save'));
    fireEvent.click(within(dialog).getByTestId('view-save'));
    await waitFor(() => expect(sent('PUT /api/accounts/views/').length).toBeGreaterThan(0));
    expect(new Set(sent('PUT /api/accounts/views/').map(({ call }) => call)).size).toBe(1);
    expect(sent('PUT /api/accounts/views/')[0]?.body).toEqual({ name: 'March', page: 'sales', period: null, search: 'from=2026-03-01&to=2026-03-31&rep=Burki', shared: true });
  });

  it('are renamed, and deleted with a way back', async () => {
    at('/sales');
    fireEvent.click(await screen.findByTestId('views'));
    fireEvent.click(await screen.findByTestId('manage-views'));
    const lines = await screen.findAllByTestId('managed-view');
    expect(lines.map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Open in Sales'), expect.stringContaining('shared by somebody who has left'), expect.stringContaining('Open in Advertising')]);
    // Somebody else's is not renamed.
    expect(within(lines[1]!).queryByRole('textbox')).toBeNull();

    answer('PATCH /api/accounts/views/v-1', { body: { ...view, name: 'Mine' } });
    const name = within(lines[0]!).getByRole('textbox');
    fireEvent.change(name, { target: { value: 'Mine' } });
    fireEvent.blur(name);
    await waitFor(() => expect(sent('PATCH')[0]?.body).toEqual({ name: 'Mine', shared: null }));

    answer('DELETE /api/accounts/views/v-1', { status: 204 });
    answer('PUT /api/accounts/views/v-1', { body: view });
    fireEvent.click(within(lines[0]!).getByTestId('delete-view'));
    const undo = await screen.findByTestId('undo');
    expect(undo.closest('[role=alert]')?.textContent).toContain('“Burki” is deleted');
    fireEvent.click(undo);
    await waitFor(() => expect(sent('PUT')[0]?.body).toEqual({ name: 'Burki', page: 'sales', period: 'this-month', search: 'rep=Burki', shared: false }));
    await waitFor(() => expect(screen.queryByTestId('undo')).toBeNull());
  });
});

describe('a filter that is taken away', () => {
  it('comes back by Undo, by its button or by the keys, and the offer goes with the next change', async () => {
    const address = at('/sales?rep=Burki&rep=Dana');
    fireEvent.click(await screen.findByLabelText('Remove rep Burki'));
    await waitFor(() => expect(address()).toBe('/sales?rep=Dana'));
    fireEvent.click(await screen.findByTestId('undo'));
    await waitFor(() => expect(address()).toBe('/sales?rep=Burki&rep=Dana'));

    fireEvent.keyDown(document.body, { key: 'x' });
    await waitFor(() => expect(address()).toBe('/sales'));
    expect((await screen.findByTestId('undo')).closest('[role=alert]')?.textContent).toContain('2 filters cleared');
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(() => expect(address()).toBe('/sales?rep=Burki&rep=Dana'));

    fireEvent.click(screen.getByLabelText('Remove rep Burki'));
    await screen.findByTestId('undo');
    fireEvent.click(screen.getByLabelText('Remove rep Dana'));
    await waitFor(() => expect(address()).toBe('/sales'));
    await waitFor(() => expect(screen.getAllByTestId('undo').length).toBe(1));
    fireEvent.click(screen.getByTestId('undo'));
    await waitFor(() => expect(address()).toBe('/sales?rep=Dana'));
  });
});
