import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { parseCallsSearch, parseRepCallsSearch } from '../../filters/search';
import { renderAt } from '../../testing/renderAt';
import { answer, asked } from '../../testing/server';
import { IntroCallsPage } from './IntroCallsPage';
import { RepCallsPage } from './RepCallsPage';

// A canvas has nothing to say in a test; what it would draw is in the table.
vi.mock('../../ui/Chart', () => ({ default: () => null }));

const figures = {
  booked: 12, scheduled: 10, held: 6, noShow: 2, upcoming: 0, canceled: 2, canceledByInvitee: 1, canceledByHost: 1, rescheduled: 3, showRate: 0.75, cancellationRate: 0.2, reschedulingRate: 0.3,
};
const choices = [{ value: 'Burki', name: 'Burki' }, { value: 'Sofia', name: 'Sofia' }];
const dashboard = {
  asOf: '2026-11-21T15:00:00Z', from: '2026-11-02', to: '2026-11-08', timeZone: 'America/Los_Angeles', totals: { ...figures, leadTimeDays: 5 }, previous: { ...figures, scheduled: 8, leadTimeDays: 5 },
  lastYear: null, days: [], weeks: [{ start: '2026-11-02', label: '2026 W45', figures }], months: [{ start: '2026-11-01', label: 'Nov 2026', figures }],
  byKind: [{ value: 'intro', name: 'Intro call', figures }], byRep: [{ value: 'Burki', name: 'Burki', figures }], byChannel: [{ value: 'google-ads', name: 'Google Ads', figures }],
  byCampaign: [{ value: '(none)', name: 'No campaign', figures }], bySource: [{ value: 'google', name: 'google', figures }], hours: [{ weekday: 2, hour: 18, figures }],
  filters: { kinds: [], reps: choices, channels: [{ value: 'google-ads', name: 'Google Ads' }], campaigns: [], sources: [{ value: 'google', name: 'google' }] }, empty: null,
};
const row = {
  id: 'c-1', kind: 'intro', outcome: 'canceled', day: '2026-11-03', startsAt: '2026-11-04T02:30:00Z', endsAt: '2026-11-04T03:00:00Z', bookedAt: '2026-10-30T17:00:00Z', rep: 'Burki',
  invitee: 'Ada Verre', email: 'ada@maisonverre.example', channel: 'google-ads', campaign: null, source: 'google', reschedules: 1, canceledAt: '2026-11-02T17:00:00Z', canceledBy: 'host',
};
const list = { asOf: dashboard.asOf, items: [row], next: null };
const plan = () => {
  answer('GET /api/analytics/calls', { body: dashboard });
  answer('GET /api/analytics/calls/list', { body: list });
};
const intro = (address: string) => renderAt(address, { path: '/calls', component: IntroCallsPage, search: parseCallsSearch }, { inLeads: false });
const one = (address: string) => renderAt(address, { path: '/calls/rep', component: RepCallsPage, search: parseRepCallsSearch }, { inLeads: false });

describe('intro calls', () => {
  it('are the calls of that kind, with their rates', async () => {
    plan();
    intro('/calls?from=2026-11-02&to=2026-11-08');
    expect((await screen.findByTestId('tile-show-rate')).dataset['value']).toBe('0.75');
    expect(screen.getByTestId('tile-lead-time').textContent).toContain('5 days');
    expect(screen.getByTestId('tile-canceled').textContent).toContain('1 by them, 1 by us');
    expect(screen.getByTestId('tile-scheduled').textContent).toContain('+25.0%');
    expect(asked.find(({ call }) => call === 'GET /api/analytics/calls')?.query).toContain('kind=intro');
  });

  it('become those of one hour of the week when its cell is chosen', async () => {
    plan();
    const address = intro('/calls?from=2026-11-02&to=2026-11-08');
    fireEvent.click(await screen.findByRole('button', { name: 'Tue 6 PM: 10 calls' }));
    await waitFor(() => expect(address()).toBe('/calls?from=2026-11-02&to=2026-11-08&weekday=2&hour=18'));
    expect((await screen.findByTestId('chip-hour')).textContent).toContain('6 PM');
    await waitFor(() => expect(asked.at(-1)?.query).toContain('weekday=2&hour=18'));
  });

  it('become those of a source when its name is chosen', async () => {
    plan();
    const address = intro('/calls');
    fireEvent.click(await screen.findByTestId('chart-source-toggle'));
    fireEvent.click(await screen.findByRole('button', { name: 'Google Ads' }));
    await waitFor(() => expect(address()).toBe('/calls?channel=google-ads'));
  });

  it('open one by one, with what happened', async () => {
    plan();
    answer('GET /api/analytics/calls/c-1', {
      body: {
        call: row,
        events: [
          { at: '2026-10-30T17:00:00Z', kind: 'booked', startsAt: '2026-11-02T18:00:00Z', by: null, reason: null },
          { at: '2026-11-02T17:00:00Z', kind: 'canceled', startsAt: row.startsAt, by: 'host', reason: 'Plans changed' },
        ],
      },
    });
    const address = intro('/calls');
    fireEvent.click(await screen.findByTestId('open-call'));
    const moments = await screen.findByTestId('call-moments');
    expect(moments.textContent).toContain('Called off by us');
    expect(moments.textContent).toContain('Plans changed');
    expect(address()).toBe('/calls?call=c-1');
  });

  it('say why there are none', async () => {
    answer('GET /api/analytics/calls', { body: { ...dashboard, empty: { reason: 'Nothing happened in these days under these filters.', wayOut: 'Choose another range or remove a filter.' } } });
    intro('/calls');
    expect((await screen.findByTestId('empty')).textContent).toContain('Nothing happened');
  });

  it('say that they could not be asked', async () => {
    answer('GET /api/analytics/calls', { status: 503, body: { title: 'The database is away.', status: 503 } });
    intro('/calls');
    expect((await screen.findByTestId('problem')).textContent).toContain('The database is away.');
  });
});

describe('the calls of one', () => {
  it('are those of the first by name, who then stands in the address', async () => {
    plan();
    const address = one('/calls/rep?from=2026-11-02&to=2026-11-08');
    expect(await screen.findByRole('heading', { level: 1, name: 'Calls of Burki' })).toBeDefined();
    expect(address()).toBe('/calls/rep?from=2026-11-02&to=2026-11-08&rep=Burki');
    await waitFor(() => expect(asked.at(-1)?.query).toContain('rep=Burki'));
  });

  it('are of every kind, until one is chosen', async () => {
    plan();
    const address = one('/calls/rep?rep=Sofia');
    fireEvent.click(await screen.findByTestId('chart-kind-toggle'));
    fireEvent.click(await screen.findByRole('button', { name: 'Intro call' }));
    await waitFor(() => expect(address()).toBe('/calls/rep?rep=Sofia&kind=intro'));
    expect(screen.queryByTestId('filter-rep')).toBeNull();
  });
});
