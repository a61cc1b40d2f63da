import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { content, priceListOf } from '../../../testing/documents';
import { renderAt } from '../../../testing/renderAt';
import { answer, asked } from '../../../testing/server';
import { PricesPage } from './PricesPage';

const at = (role: string) => renderAt('/tools/prices', { path: '/tools/prices', component: PricesPage }, { role, inLeads: false, beside: ['/tools', '/tools/new/$kind', '/tools/documents'] });
const dearer = { ...content, items: [{ ...content.items[0]!, unitPrice: 700 }, content.items[1]!] };
const puts = () => asked.filter(({ call }) => call.startsWith('PUT'));

beforeEach(() => {
  answer('GET /api/documents/prices', { body: priceListOf(2) });
  answer('GET /api/documents/prices/versions', { body: { items: [priceListOf(2, { content: dearer, note: 'Dearer muslin' }), priceListOf(1)], next: null } });
});

async function priced(value: string) {
  fireEvent.click(await screen.findByTestId('edit-prices'));
  fireEvent.change(screen.getByTestId('items.0.unitPrice'), { target: { value } });
}

describe('the prices', () => {
  it('are read by everybody, with what each version changed', async () => {
    at('Agent');
    expect((await screen.findByTestId('items')).textContent).toContain('from 25: $148.50');
    expect(screen.getByTestId('packages').textContent).toContain('Toile in muslin');
    expect((await screen.findByTestId('table-price-versions')).textContent).toContain('$700.00');
    expect(screen.queryByTestId('edit-prices')).toBeNull();
  });

  it('are changed by a Manager with a note, based on the version that was looked at', async () => {
    answer('PUT /api/documents/prices', { body: priceListOf(3) });
    at('Manager');
    await priced('640');
    expect(screen.getByTestId('price-editor').textContent).toContain('One change.');
    fireEvent.change(screen.getByTestId('prices-note'), { target: { value: ' Muslin ' } });
    fireEvent.click(screen.getByTestId('save-prices'));
    await waitFor(() => expect(puts()[0]?.body).toMatchObject({ basedOn: 2, note: 'Muslin', content: { items: [{ code: 'toile', unitPrice: 640 }, content.items[1]] } }));
    await waitFor(() => expect(screen.queryByTestId('price-editor')).toBeNull());
  });

  it('cannot be saved while nothing is changed or a price is missing', async () => {
    at('Manager');
    await priced('620');
    expect((screen.getByTestId('save-prices') as HTMLButtonElement).disabled).toBe(true);
    fireEvent.change(screen.getByTestId('items.0.unitPrice'), { target: { value: '' } });
    fireEvent.click(screen.getByTestId('save-prices'));
    expect(await screen.findByText('Write a price.')).toBeTruthy();
    expect(puts()).toEqual([]);
  });

  it('that somebody else changed meanwhile are shown, and nothing of one’s own is lost', async () => {
    answer('PUT /api/documents/prices', () => {
      answer('GET /api/documents/prices', { body: priceListOf(3, { createdBy: 'Burki', note: 'Rents', content: dearer }) });
      return { status: 409, body: { type: 'prices-changed', title: 'Somebody else changed the prices meanwhile.' } };
    });
    at('Manager');
    await priced('640');
    fireEvent.click(screen.getByTestId('save-prices'));
    const changed = await screen.findByTestId('prices-changed');
    expect(changed.textContent).toContain('Burki changed the prices meanwhile.');
    expect(changed.textContent).toContain('$700.00');

    answer('PUT /api/documents/prices', { body: priceListOf(4) });
    fireEvent.click(screen.getByTestId('keep-mine'));
    fireEvent.click(screen.getByTestId('save-prices'));
    await waitFor(() => expect(puts()[1]?.body).toMatchObject({ basedOn: 3, content: { items: [{ unitPrice: 640 }, {}] } }));
  });

  it('are refused at the field the service means', async () => {
    answer('PUT /api/documents/prices', { status: 400, body: { type: 'validation', title: 'Wrong.', errors: { 'content.items[0].unitPrice': ['At most ten million.'] } } });
    at('Manager');
    await priced('640');
    fireEvent.click(screen.getByTestId('save-prices'));
    expect(await screen.findByText('At most ten million.')).toBeTruthy();
  });
});
