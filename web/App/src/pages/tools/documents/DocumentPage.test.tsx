import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { keys } from '../../../api/keys';
import { queryClient } from '../../../api/queryClient';
import type { DocumentDetails } from '../../../api/documents';
import { parseComparisonSearch, parseDocumentsSearch } from '../../../filters/search';
import { details, item, priceListOf, prices, signature } from '../../../testing/documents';
import { renderAt } from '../../../testing/renderAt';
import { answer, asked } from '../../../testing/server';
import { ComparisonPage } from './ComparisonPage';
import { DocumentPage } from './DocumentPage';
import { DocumentsPage } from './DocumentsPage';

const tools = ['/tools', '/tools/new/$kind', '/tools/prices'];
const list = (search = '', role = 'Manager') =>
  renderAt(`/tools/documents${search}`, { path: '/tools/documents', component: DocumentsPage, search: parseDocumentsSearch }, { role, inLeads: false, beside: [...tools, '/tools/documents/$id'] });
const one = (document: Partial<DocumentDetails>, role = 'Manager') => {
  answer('GET /api/documents/documents/d-1', { body: { ...details, ...document } });
  return renderAt('/tools/documents/d-1', { path: '/tools/documents/$id', component: DocumentPage }, { role, inLeads: false, beside: [...tools, '/tools/documents', '/tools/documents/$id/comparison'] });
};
const unsent = () => {
  answer('GET /api/documents/prices', { body: priceListOf(1) });
};

describe('documents', () => {
  it('are listed with what each is and how it stands, page by page', async () => {
    answer('GET /api/documents/documents', { body: { items: [item, { ...item, id: 'd-2', kind: 'deck', title: 'A deck', total: null, currency: null, state: 'failed' }], next: 'd-2' } });
    list();
    const rows = await screen.findAllByTestId('document');
    expect(rows[0]!.textContent).toContain('$5,250.00');
    expect(rows[0]!.textContent).toContain('Contract, version 2');
    expect(screen.getAllByTestId('document-state').map((each) => each.dataset['status'])).toEqual(['ready', 'failed']);
    answer('GET /api/documents/documents', { body: { items: [{ ...item, id: 'd-3' }], next: null } });
    fireEvent.click(screen.getByTestId('load-more'));
    await waitFor(() => expect(screen.getAllByTestId('document')).toHaveLength(3));
    expect(asked.at(-1)?.query).toContain('after=d-2');
  });

  it('are asked for as the address filters them', async () => {
    answer('GET /api/documents/documents', { body: { items: [], next: null } });
    list('?kind=deck&state=failed&text=verre');
    expect((await screen.findByTestId('empty')).textContent).toContain('these filters');
    expect(asked[0]?.query).toBe('kind=deck&state=failed&text=verre');
    fireEvent.click(screen.getByLabelText('Remove kind Deck'));
    await waitFor(() => expect(asked.at(-1)?.query).toBe('state=failed&text=verre'));
  });

  it('that could not be fetched say why', async () => {
    answer('GET /api/documents/documents', { status: 500, body: { type: 'about:blank', title: 'The documents cannot be reached.' } });
    list();
    expect((await screen.findByTestId('problem')).textContent).toContain('The documents cannot be reached.');
  });
});

describe('a document', () => {
  it('that is ready has its files, prices, versions, and what it was made from', async () => {
    unsent();
    one({ failedAttempts: [{ number: 1, at: '2026-11-20T10:00:00Z', reason: 'The converter took too long.' }] });
    expect((await screen.findByTestId('file-office')).getAttribute('href')).toBe('/api/documents/documents/d-1/files/office');
    expect(screen.getByTestId('file-pdf').textContent).toContain('1.4 MB');
    expect(screen.getByTestId('open-pdf').getAttribute('href')).toBe('/api/documents/documents/d-1/files/pdf?inline=true');
    expect(screen.getByTestId('document-prices').textContent).toContain('Column gown');
    expect(screen.getByTestId('document-inputs').textContent).toContain('Project, styles 1, price');
    expect(screen.getByTestId('document-facts').textContent).toContain('The converter took too long.');
    expect(screen.getByTestId('compare').getAttribute('href')).toBe('/tools/documents/d-1/comparison?with=d-0');
    expect(screen.getByTestId('new-version').getAttribute('href')).toBe('/tools/new/contract?from=d-1');
  });

  it('that is being made shows its place and its step, moved on by live events, and can be canceled', async () => {
    answer('POST /api/documents/documents/d-1/cancellation', { status: 204 });
    one({ state: 'queued', files: [], queuePosition: 4 });
    expect((await screen.findByTestId('making')).textContent).toContain('4 before it in line');
    act(() => queryClient.setQueryData(keys.documentProgress('d-1'), { documentId: 'd-1', state: 'working', step: 'converting', queuePosition: null, at: '' }));
    await waitFor(() => expect(screen.getByTestId('making').textContent).toContain('Turning it into a PDF'));
    expect(screen.queryByTestId('new-version')).toBeNull();
    fireEvent.click(screen.getByTestId('cancel-document'));
    await waitFor(() => expect(asked.some(({ call }) => call === 'POST /api/documents/documents/d-1/cancellation')).toBe(true));
  });

  it('that failed says why and what to do', async () => {
    one({ kind: 'workbook', state: 'failed', files: [], reason: 'A picture cannot be read.', wayOut: 'Choose another.' });
    expect((await screen.findByTestId('document-reason')).textContent).toContain('A picture cannot be read.Choose another.');
  });

  it('is only read by a Viewer, and removed by a Manager after one more question', async () => {
    unsent();
    one({}, 'Viewer');
    await screen.findByTestId('files');
    expect(screen.queryByTestId('new-version')).toBeNull();
    expect(screen.queryByTestId('remove-document')).toBeNull();
  });

  it('leads back to the list when it was removed', async () => {
    answer('DELETE /api/documents/documents/d-1', { status: 204 });
    answer('GET /api/documents/documents', { body: { items: [], next: null } });
    const address = one({ kind: 'workbook' });
    fireEvent.click(await screen.findByTestId('remove-document'));
    fireEvent.click(screen.getByTestId('confirm'));
    await waitFor(() => expect(address()).toBe('/tools/documents'));
  });

  it('that is a deck goes to Google Slides and is opened there', async () => {
    answer('GET /api/documents/documents/d-1/slides', { status: 404, body: { type: 'about:blank', title: 'Not found' } });
    answer('POST /api/documents/documents/d-1/slides', { status: 202, body: { state: 'waiting', url: null, reason: null, wayOut: null } });
    one({ kind: 'deck' });
    fireEvent.click(await screen.findByTestId('make-slides'));
    await waitFor(() => expect(screen.getByTestId('make-slides').dataset['loading']).toBe('true'));
    act(() => void queryClient.setQueryData(keys.slides('d-1'), { state: 'ready', url: 'https://docs.google.example/p/1' }));
    expect((await screen.findByTestId('open-slides')).getAttribute('href')).toBe('https://docs.google.example/p/1');
  });

  it('that is not there is no failure', async () => {
    answer('GET /api/documents/documents/d-1', { status: 404, body: { type: 'about:blank', title: 'Not found' } });
    renderAt('/tools/documents/d-1', { path: '/tools/documents/$id', component: DocumentPage }, { inLeads: false, beside: [...tools, '/tools/documents'] });
    expect((await screen.findByTestId('empty')).textContent).toContain('There is no document at this address.');
  });
});

describe('a contract', () => {
  it('is sent to the client and then to the house', async () => {
    unsent();
    answer('POST /api/documents/documents/d-1/signature', () => {
      answer('GET /api/documents/documents/d-1/signature', { body: signature });
      return { status: 202, body: signature };
    });
    one({});
    await screen.findByTestId('send-for-signature');
    expect((screen.getByTestId('signers.1.name') as HTMLInputElement).value).toBe('Elena Marchetti');
    fireEvent.click(screen.getByTestId('send-signature'));
    expect(await screen.findByText('The invitation goes there.')).toBeTruthy();
    fireEvent.change(screen.getByTestId('signers.1.email'), { target: { value: 'elena@teg.example' } });
    fireEvent.change(screen.getByTestId('message'), { target: { value: ' With pleasure. ' } });
    fireEvent.click(screen.getByTestId('send-signature'));
    expect((await screen.findAllByTestId('signer')).map((each) => each.textContent)).toHaveLength(2);
    expect(asked.find(({ call }) => call.startsWith('POST'))?.body).toEqual({
      signers: [{ role: 'Client', name: 'Ada Verre', email: 'ada@maisonverre.example' }, { role: 'House', name: 'Elena Marchetti', email: 'elena@teg.example' }], subject: null, message: 'With pleasure.',
    });
  });

  it('that was sent shows who has signed, can be sent again, and is voided with a reason', async () => {
    answer('GET /api/documents/documents/d-1/signature', { body: signature });
    answer('POST /api/documents/documents/d-1/signature/void', { status: 202, body: { ...signature, state: 'voiding' } });
    answer('POST /api/documents/documents/d-1/signature/resend', { status: 202, body: signature });
    one({ signature: { state: 'sent' } });
    expect(await screen.findByText('1 of 2 have signed.')).toBeTruthy();
    expect(screen.queryByTestId('remove-document')).toBeNull();
    expect(screen.getByTestId('signature-events').textContent).toContain('Signed by Ada Verre');
    expect(screen.getByTestId('signature-events').textContent).not.toContain('told');

    fireEvent.click(screen.getByTestId('resend-signature'));
    await waitFor(() => expect(asked.some(({ call }) => call.endsWith('/resend'))).toBe(true));

    fireEvent.click(screen.getByTestId('void-signature'));
    fireEvent.click(await screen.findByTestId('confirm-void'));
    expect(await screen.findByText('Those who were asked to sign are told why.')).toBeTruthy();
    expect(asked.some(({ call }) => call.endsWith('/void'))).toBe(false);
    fireEvent.change(screen.getByTestId('void-reason'), { target: { value: 'The price changed.' } });
    fireEvent.click(screen.getByTestId('confirm-void'));
    await waitFor(() => expect(asked.find(({ call }) => call.endsWith('/void'))?.body).toEqual({ reason: 'The price changed.' }));
    expect(await screen.findByText('Being taken back')).toBeTruthy();
    expect(screen.queryByTestId('void-signature')).toBeNull();
  });
});

describe('two versions', () => {
  it('differ in form, prices and text, each marked by more than a colour', async () => {
    answer('GET /api/documents/documents/d-1', { body: details });
    answer('GET /api/documents/documents/d-1/comparison', {
      body: {
        inputs: [{ path: 'terms.deposit', from: 40, to: 50 }], prices: { from: { ...prices, total: 4800, lines: [] }, to: prices },
        text: [{ kind: 'removed', text: 'A deposit of 40 %.' }, { kind: 'added', text: 'A deposit of 50 %.' }],
      },
    });
    renderAt('/tools/documents/d-1/comparison?with=d-0', { path: '/tools/documents/$id/comparison', component: ComparisonPage, search: parseComparisonSearch }, { inLeads: false, beside: [...tools, '/tools/documents', '/tools/documents/$id'] });

    expect((await screen.findByTestId('table-inputs')).textContent).toContain('Terms, deposit4050');
    expect(asked.find(({ call }) => call.endsWith('/comparison'))?.query).toBe('with=d-0');
    expect(screen.getByTestId('price-changes').textContent).toContain('Column gown');
    const text = screen.getByTestId('text-changes');
    expect(text.textContent).toContain('Removed: A deposit of 40 %.');
    expect(text.textContent).toContain('Added: A deposit of 50 %.');
    expect(text.querySelector('del')?.textContent).toBe('A deposit of 40 %.');
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Version 1 and version 2'));
  });
});
