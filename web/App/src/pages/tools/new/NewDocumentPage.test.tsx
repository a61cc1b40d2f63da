import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseNewDocumentSearch } from '../../../filters/search';
import { details, priceListOf, prices, templates } from '../../../testing/documents';
import { renderAt } from '../../../testing/renderAt';
import { answer, asked } from '../../../testing/server';
import { NewDocumentPage } from './NewDocumentPage';

const at = (address: string, role = 'Agent') =>
  renderAt(address, { path: '/tools/new/$kind', component: NewDocumentPage, search: parseNewDocumentSearch }, { role, inLeads: false, beside: ['/tools', '/tools/documents', '/tools/documents/$id', '/tools/prices'] });
const posts = (call: string) => asked.filter((each) => each.call === `POST /api/documents${call}`);
const write = (place: string, value: string) => fireEvent.change(screen.getByTestId(place), { target: { value } });

beforeEach(() => {
  answer('GET /api/documents/defaults', { body: { inputs: { project: { styles: [] }, terms: { deposit: 40, currency: 'USD' } } } });
  answer('GET /api/documents/templates', { body: templates });
  answer('GET /api/documents/prices', { body: priceListOf(1) });
  answer('GET /api/documents/clients', { body: { items: [], next: null } });
  answer('POST /api/documents/documents/preview', { body: { title: 'Development Agreement', prices, problems: { 'inputs.terms.governingLaw': ['Say whose law governs.'] } } });
});

afterEach(() => localStorage.clear());

async function filledIn() {
  await screen.findByTestId('form-contract');
  write('client.company', 'Maison Verre');
  write('client.contact', 'Ada Verre');
  write('client.email', 'ada@maisonverre.example');
  write('project.name', 'Spring 2026');
  write('project.startsOn', '2026-01-12');
  write('project.styles.0.name', 'Column gown');
  write('project.styles.0.price', '5250');
}

describe('a new contract', () => {
  it('is made from what was written, and leads to how far it is', async () => {
    answer('POST /api/documents/documents', { status: 202, body: { id: 'd-9' } });
    const address = at('/tools/new/contract');
    await filledIn();
    fireEvent.click(screen.getByTestId('make-document'));

    await waitFor(() => expect(address()).toBe('/tools/documents/d-9'));
    const { body } = posts('/documents')[0]!;
    expect(body).toMatchObject({
      kind: 'contract', leadId: null, dealId: null,
      inputs: { client: { company: 'Maison Verre' }, terms: { deposit: 40 }, project: { styles: [{ name: 'Column gown', quantity: 1, price: 5250 }] } },
    });
    expect(Object.keys(localStorage).filter((name) => name.startsWith('teg-draft'))).toEqual([]);
  });

  it('that was asked for twice is one: an answer that was lost is asked for under the same name', async () => {
    answer('POST /api/documents/documents', { status: 502, body: { type: 'about:blank', title: 'The answer was lost.' } });
    const address = at('/tools/new/contract');
    await filledIn();
    fireEvent.click(screen.getByTestId('make-document'));
    fireEvent.click(screen.getByTestId('make-document'));
    expect((await screen.findByTestId('form-problem')).textContent).toContain('The answer was lost.');

    answer('POST /api/documents/documents', { body: { id: 'd-9' } });
    fireEvent.click(screen.getByTestId('make-document'));
    await waitFor(() => expect(address()).toBe('/tools/documents/d-9'));
    const names = posts('/documents').map(({ body }) => (body as { requestKey: string }).requestKey);
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
  });

  it('that something is missing from is not sent, and says where', async () => {
    at('/tools/new/contract');
    await screen.findByTestId('form-contract');
    fireEvent.click(screen.getByTestId('make-document'));
    expect(await screen.findAllByText('Who the contract is with.')).toHaveLength(2);
    expect(screen.getByTestId('form-faults').textContent).toContain('things are to be mended');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('client.company')));
    expect(posts('/documents')).toEqual([]);
  });

  it('shows what the service found at the fields it means, and the rest by itself', async () => {
    answer('POST /api/documents/documents', {
      status: 400, body: { type: 'validation', title: 'Wrong.', errors: { 'inputs.project.styles[0].price': ['More than a contract may say.'], leadId: ['There is no such lead.'] } },
    });
    at('/tools/new/contract');
    await filledIn();
    fireEvent.click(screen.getByTestId('make-document'));
    expect((await screen.findByTestId('form-faults')).textContent).toContain('There is no such lead.');
    expect(screen.getByTestId('project.styles.0.price').getAttribute('aria-invalid')).toBe('true');
  });

  it('shows while it is written what it comes to, worked out by the service', async () => {
    at('/tools/new/contract');
    await filledIn();
    await waitFor(() => expect(posts('/documents/preview').at(-1)?.body).toMatchObject({ kind: 'contract', inputs: { project: { styles: [{ price: 5250 }] } } }), { timeout: 5000 });
    expect(screen.getByTestId('preview-total').textContent).toBe('$5,250.00');
    expect(screen.getByTestId('preview-missing').textContent).toBe('One thing is still missing.');
  });

  it('is filled in like a sheet: Enter makes the next row, and Alt with an arrow moves one', async () => {
    at('/tools/new/contract');
    await filledIn();
    fireEvent.keyDown(screen.getByTestId('project.styles.0.name'), { key: 'Enter' });
    expect(screen.getAllByTestId('project.styles-row')).toHaveLength(2);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('project.styles.1.name')));

    write('project.styles.1.name', 'Slip dress');
    fireEvent.keyDown(screen.getByTestId('project.styles.1.name'), { key: 'ArrowUp', altKey: true });
    expect((screen.getByTestId('project.styles.0.name') as HTMLInputElement).value).toBe('Slip dress');
    expect(posts('/documents')).toEqual([]);

    fireEvent.click(screen.getAllByTestId('project.styles-remove')[0]!);
    expect((screen.getByTestId('project.styles.0.name') as HTMLInputElement).value).toBe('Column gown');
  });

  it('that was begun before is there again, until one starts over', async () => {
    localStorage.setItem(
      'teg-draft:01900000-0000-7000-8000-000000000001:01900000-0000-7000-8000-0000000000aa:contract',
      JSON.stringify({ draft: { client: { company: 'Halcyon' } }, client: null, at: new Date().toISOString() }),
    );
    at('/tools/new/contract');
    await screen.findByTestId('draft-notice');
    expect((screen.getByTestId('client.company') as HTMLInputElement).value).toBe('Halcyon');
    fireEvent.click(screen.getByTestId('start-over'));
    expect((screen.getByTestId('client.company') as HTMLInputElement).value).toBe('');
    expect(screen.queryByTestId('draft-notice')).toBeNull();
  });

  it('takes over what is known of a client and keeps what was written by hand', async () => {
    answer('GET /api/documents/clients', { body: { items: [{ kind: 'deal', id: 'deal-1', name: 'Resort', company: 'Halcyon', email: 'i@halcyon.example', about: null }], next: null } });
    at('/tools/new/contract');
    await screen.findByTestId('form-contract');
    write('project.name', 'My own name');
    answer('GET /api/documents/defaults', { body: { inputs: { client: { company: 'Halcyon', contact: 'Iris' }, project: { name: 'Resort', description: 'Swim' } } } });
    fireEvent.click(screen.getByTestId('client-search'));
    fireEvent.click(await screen.findByText('Halcyon'));

    await waitFor(() => expect((screen.getByTestId('client.contact') as HTMLInputElement).value).toBe('Iris'));
    expect((screen.getByTestId('project.name') as HTMLInputElement).value).toBe('My own name');
    expect((screen.getByTestId('project.description') as HTMLTextAreaElement).value).toBe('Swim');
  });
});

describe('a form', () => {
  it('of another version begins with what that one was made from', async () => {
    answer('GET /api/documents/documents/d-1', { body: details });
    answer('POST /api/documents/documents/d-1/versions', { status: 202, body: { id: 'd-2' } });
    const address = at('/tools/new/contract?from=d-1');
    await screen.findByTestId('form-contract');
    expect((screen.getByTestId('project.styles.0.name') as HTMLInputElement).value).toBe('Column gown');
    expect(screen.getByTestId('make-document').textContent).toContain('version 3');
    expect(screen.queryByTestId('start-from')).toBeNull();

    fireEvent.click(screen.getByTestId('make-document'));
    await waitFor(() => expect(address()).toBe('/tools/documents/d-2'));
    expect(posts('/documents/d-1/versions')[0]?.body).toMatchObject({ inputs: details.inputs });
  });

  it('of a workbook prices what comes on top by the list', async () => {
    at('/tools/new/workbook');
    await screen.findByTestId('form-workbook');
    fireEvent.click(screen.getByTestId('lines-add'));
    fireEvent.click(screen.getByTestId('lines.0.item'));
    fireEvent.click(await screen.findByText(/Cut and sew/));
    write('lines.0.quantity', '25');
    expect((screen.getByTestId('lines.0.price') as HTMLInputElement).placeholder).toBe('148.50');
  });

  it('of an à la carte offer takes lines of its own', async () => {
    at('/tools/new/a-la-carte');
    await screen.findByTestId('form-a-la-carte');
    fireEvent.click(screen.getByTestId('add-own-line'));
    write('lines.1.name', 'Studio day');
    expect(screen.queryByTestId('lines.1.item')).toBeNull();
    expect(screen.getByTestId('lines.0.item')).toBeTruthy();
  });

  it('of a deck chooses among templates and services', async () => {
    at('/tools/new/deck');
    await screen.findByTestId('form-deck');
    fireEvent.click(screen.getByTestId('category-swim'));
    fireEvent.click(screen.getByTestId('services-design'));
    await waitFor(() => expect(posts('/documents/preview').at(-1)?.body).toMatchObject({ inputs: { category: 'swim', services: ['design'] } }), { timeout: 5000 });
  });

  it('says so when there is no such document', async () => {
    at('/tools/new/novel');
    expect((await screen.findByTestId('empty')).textContent).toContain('There is no such document.');
  });

  it('is not shown to a Viewer', async () => {
    at('/tools/new/contract', 'Viewer');
    expect((await screen.findByTestId('empty')).textContent).toContain('changes nothing');
    expect(screen.queryByTestId('nav-contract')).toBeNull();
    expect(asked).toEqual([]);
  });
});

