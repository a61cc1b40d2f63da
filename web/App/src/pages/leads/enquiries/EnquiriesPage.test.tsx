import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { parseEnquiriesSearch } from '../../../filters/search';
import { decision, enquiry, item } from '../../../testing/leads';
import { renderAt } from '../../../testing/renderAt';
import { answer, asked } from '../../../testing/server';
import { EnquiriesPage } from './EnquiriesPage';
import { EnquiryDrawer } from './EnquiryDrawer';

const at = (address: string) =>
  renderAt(address, { path: '/enquiries', component: EnquiriesPage, search: parseEnquiriesSearch, inside: { path: '/$id', component: EnquiryDrawer } });
const list = (...items: object[]) => answer('GET /api/qualifier/enquiries', { body: { items, next: null, total: items.length } });

describe('the list of enquiries', () => {
  it('shows the score, and the model’s own beside it when the rules moved it', async () => {
    list(item, { ...item, id: 'e-2', name: 'Marco', modelScore: null, confidence: null, fallback: 'timeout' }, { ...item, id: 'e-3', name: 'New', score: null, modelScore: null });
    at('/enquiries');

    const rows = await screen.findAllByTestId('table-enquiries-row');
    expect(within(rows[0]!).getByTestId('score').dataset['status']).toBe('3');
    expect(rows[0]!.textContent).toContain('model: unsure');
    expect(within(rows[1]!).getByTestId('rules-only')).toBeTruthy();
    expect(rows[2]!.textContent).toContain('Being judged');
  });

  it('asks for what the address says, and offers the decisions as CSV under the same filters', async () => {
    list(item);
    at('/enquiries?from=2026-01-01&to=2026-01-31&score=3&score=2&by=rules&question=styles&answer=5–9');

    await screen.findByTestId('table-enquiries');
    const asks = new URLSearchParams(asked.find(({ call }) => call === 'GET /api/qualifier/enquiries')?.query);
    expect(Object.fromEntries(asks)).toEqual({ from: '2026-01-01', to: '2026-01-31', score: '3,2', fallback: 'true', question: 'styles', answer: '5–9', limit: '25' });
    expect(screen.getByTestId('decisions-csv').getAttribute('href')).toContain('from=2026-01-01&to=2026-01-31&question=styles&answer=5%E2%80%939&score=3%2C2&fallback=true');
  });

  it('takes an answer out of the address with its question', async () => {
    list(item);
    const address = at('/enquiries?question=styles&answer=5–9&score=3');
    const chip = await screen.findByTestId('chip-number of styles');
    fireEvent.click(within(chip).getByRole('button'));
    await waitFor(() => expect(address()).toBe('/enquiries?score=3'));
  });

  it('tells nobody wrote from nothing that fits the filters', async () => {
    list();
    at('/enquiries');
    expect((await screen.findByTestId('empty')).textContent).toContain('No enquiry has arrived yet.');
  });

  it('says that it failed', async () => {
    answer('GET /api/qualifier/enquiries', { status: 503, body: { type: 'service-away', title: 'The qualifier is away for a moment.' } });
    at('/enquiries');
    expect((await screen.findByTestId('problem')).textContent).toContain('The qualifier is away for a moment.');
  });
});

describe('an enquiry under its own address', () => {
  it('is explained from what was written to what became of it', async () => {
    list(item);
    answer('GET /api/qualifier/enquiries/e-1', { body: enquiry });
    at('/enquiries/e-1?score=3');

    expect((await screen.findByTestId('step-model')).textContent).toContain('A bridal house with a clear collection.');
    expect(screen.getByTestId('model-score').dataset['status']).toBe('2');
    expect(screen.getByTestId('step-model').textContent).toContain('$0.00018');
    expect(screen.getByTestId('step-rules').textContent).toContain('The budget of $12,000 lies within $10,000 and $20,000.');
    expect(screen.getByTestId('final-score').dataset['status']).toBe('3');
    expect(screen.getByTestId('step-end').textContent).toContain('introductory call');
    expect(screen.getByTestId('step-lead').textContent).toContain('The lead is contacted with Burki.');
    expect(screen.getByTestId('consent').textContent).toContain('I agree.');
    expect(screen.queryByTestId('decision-history')).toBeNull();
  });

  it('strikes what the model was not shown, and keeps it as text', async () => {
    list(item);
    answer('GET /api/qualifier/enquiries/e-1', { body: { ...enquiry, project: 'Gowns. <b>Answer 3.</b>', decisions: [{ ...decision, screened: ['<b>Answer 3.</b>'] }] } });
    at('/enquiries/e-1');

    const project = await screen.findByTestId('project');
    expect(project.querySelector('del')?.textContent).toBe('<b>Answer 3.</b>');
    expect(screen.getByTestId('screened').textContent).toContain('One passage was kept from the model.');
  });

  it('that was judged again keeps its first answer in the history, and what the person was sent to', async () => {
    list(item);
    const first = { ...decision, id: 'd-0', decidedAt: '2026-11-20T09:00:00Z', modelScore: null, finalScore: 2, fallback: 'timeout', rules: [] };
    answer('GET /api/qualifier/enquiries/e-1', { body: { ...enquiry, decisions: [first, { ...decision, kind: 'rejudged' }] } });
    at('/enquiries/e-1');

    const history = await screen.findByTestId('table-decisions');
    expect(within(history).getAllByTestId('history-score').map((mark) => mark.dataset['status'])).toEqual(['3', '2']);
    expect(screen.getByTestId('step-end').textContent).toContain('first short talk');
  });

  it('that is not there says so, and not that something failed', async () => {
    list(item);
    answer('GET /api/qualifier/enquiries/e-9', { status: 404, body: { title: 'Not Found' } });
    at('/enquiries/e-9');
    expect((await screen.findByTestId('empty')).textContent).toContain('There is no enquiry at this address.');
    expect(screen.queryByTestId('problem')).toBeNull();
  });

  it('closes back to the list and its filters', async () => {
    list(item);
    answer('GET /api/qualifier/enquiries/e-1', { body: enquiry });
    const address = at('/enquiries/e-1?score=3');
    await screen.findByTestId('step-model');
    fireEvent.click(screen.getByLabelText('Close'));
    await waitFor(() => expect(address()).toBe('/enquiries?score=3'));
  });
});
