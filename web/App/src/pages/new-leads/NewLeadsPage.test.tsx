import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { parseNewLeadsSearch } from '../../filters/search';
import { renderAt } from '../../testing/renderAt';
import { answer, asked } from '../../testing/server';
import { NewLeadsPage } from './NewLeadsPage';

// A canvas has nothing to say in a test; what it would draw is in the table.
vi.mock('../../ui/Chart', () => ({ default: () => null }));

const figures = {
  received: 10, leads: 8, qualified: 5, unsure: 2, unjudged: 1, rejected: 1, spam: 1, contacted: 6, callBooked: 4, designReview: 3, proposal: 2, closed: 1, lost: 2, conversion: 0.125,
};
const none = Object.fromEntries(Object.keys(figures).map((name) => [name, name === 'conversion' ? null : 0]));
const day = (of: string, leads: number) => ({ day: of, received: leads, leads, qualified: leads, rejected: 0, spam: 0, closed: 0 });
const page = {
  asOf: '2026-11-21T15:00:00Z', from: '2026-03-01', to: '2026-03-03', timeZone: 'America/Los_Angeles', totals: { ...figures, medianDaysToClose: 16.5 },
  previous: { ...figures, leads: 4, medianDaysToClose: null }, lastYear: null, days: [day('2026-03-01', 0), day('2026-03-02', 6), day('2026-03-03', 2)],
  weeks: [{ start: '2026-02-23', label: '2026 W09', days: 1, ...none }, { start: '2026-03-02', label: '2026 W10', days: 2, ...figures }],
  by: {
    channels: [{ value: 'google-ads', name: 'Google Ads', ...figures }, { value: 'direct', name: 'Direct', ...none }], campaigns: [], sources: [], mediums: [], boards: [], owners: [], qualifications: [],
    statuses: [],
  },
  excluded: [{ board: '9003', qualification: 'spam', leads: 2, boardName: 'Couture Enquiries', reason: '“Spam” in the column “Fit”' }], empty: null,
};
const lead = {
  id: 'l-1', name: 'Ann', receivedAt: '2026-03-02T20:00:00Z', day: '2026-03-02', channel: 'google-ads', channelName: 'Google Ads', campaign: '(none)', campaignName: 'None', source: 'google', medium: 'cpc',
  board: '9002', boardName: 'New Leads', qualification: 'qualified', status: 'call-booked', reached: 'call-booked', owner: 'Burki', closedAfter: null,
};

function at(address: string, body: object = page) {
  answer('GET /api/analytics/new-leads', { body });
  answer('GET /api/analytics/new-leads/leads', { body: { asOf: page.asOf, items: [lead], next: null } });
  return renderAt(address, { path: '/new-leads', component: NewLeadsPage, search: parseNewLeadsSearch }, { inLeads: false });
}

const range = '/new-leads?from=2026-03-01&to=2026-03-03';
const rowsAsked = () => asked.filter(({ call }) => call === 'GET /api/analytics/new-leads/leads').at(-1)?.query;

describe('new leads', () => {
  it('are beside the days before, and beside last year where there is one', async () => {
    at(range);
    expect((await screen.findByTestId('tile-leads')).textContent).toContain('+100.0% against the 3 days before');
    fireEvent.click(screen.getByRole('radio', { name: 'Last year' }));
    await waitFor(() => expect(screen.getByTestId('tile-leads').textContent).toContain('The data has nothing of the same days last year to compare with.'));
  });

  it('show the rows of the day that is chosen in the calendar', async () => {
    const address = at(range);
    fireEvent.click(await screen.findByTestId('day-2026-03-02'));
    await waitFor(() => expect(address()).toBe(`${range}&day=2026-03-02`));
    await waitFor(() => expect(rowsAsked()).toContain('from=2026-03-02&to=2026-03-02'));
    expect(screen.getByTestId('chip-day').textContent).toContain('Mar 2, 2026');
  });

  it('have a calendar that is one stop for Tab, with arrows inside the range', async () => {
    at(range);
    const last = await screen.findByTestId('day-2026-03-03');
    expect([...screen.getByRole('grid').querySelectorAll('button')].filter(({ tabIndex }) => tabIndex === 0)).toEqual([last]);
    fireEvent.keyDown(last, { key: 'ArrowLeft' });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('day-2026-03-02')));
    fireEvent.keyDown(screen.getByTestId('day-2026-03-02'), { key: 'PageUp' });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('day-2026-03-01')));
  });

  it('become a filter where a stage or what is left out is chosen', async () => {
    const address = at(range);
    fireEvent.click(await screen.findByTestId('chart-funnel-toggle'));
    fireEvent.click(within(screen.getByTestId('chart-funnel-table')).getByRole('button', { name: 'Call booked' }));
    await waitFor(() => expect(address()).toBe(`${range}&reached=call-booked`));

    fireEvent.click(await screen.findByRole('button', { name: 'Spam, Couture Enquiries' }));
    await waitFor(() => expect(address()).toBe(`${range}&reached=call-booked&board=9003&qualification=spam`));
    expect(screen.getByTestId('excluded').textContent).toContain('“Spam” in the column “Fit”');
  });

  it('show a week that the range cuts short as such', async () => {
    at(`${range}&view=weekly`);
    fireEvent.click(await screen.findByTestId('chart-volume-toggle'));
    expect((await screen.findAllByTestId('chart-volume-table-row'))[0]?.textContent).toContain('2026 W09, Feb 23, 1 of 7 days');
  });

  it('say why there are none', async () => {
    at(range, { ...page, empty: { reason: 'Nothing happened in these days under these filters.', wayOut: 'Choose another range or remove a filter.' } });
    expect((await screen.findByTestId('empty')).textContent).toContain('Nothing happened in these days');
  });
});
