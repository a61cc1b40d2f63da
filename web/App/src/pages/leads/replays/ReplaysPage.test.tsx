import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Replay, ReplayCell } from '../../../api/qualifier';
import { parseMovesSearch } from '../../../filters/search';
import { activeOf, content, versionOf } from '../../../testing/leads';
import { renderAt } from '../../../testing/renderAt';
import { answer, asked } from '../../../testing/server';
import { ReplayPage } from './ReplayPage';
import { ReplaysPage } from './ReplaysPage';

const replay: Replay = {
  id: 'r-1', name: 'A higher floor', from: '2026-08-24', to: '2026-11-21', thresholds: content.thresholds, promptVersion: null, state: 'succeeded', total: 1204, done: 1204, costUsd: 0,
  estimatedCostUsd: 0, costLimitUsd: 25, requestedBy: 'Ada Field', requestedAt: '2026-11-20T10:00:00Z', startedAt: null, finishedAt: null, reason: null, wayOut: null,
};
const cell = (from: number, to: number, enquiries: number, sentence: string): ReplayCell => ({
  from, to, enquiries, leads: enquiries, statuses: {}, qualifications: {}, callsBooked: 7, clients: 3, deals: 3, amount: 41000, currency: 'USD', sentence,
});
const list = (role = 'Manager') => renderAt('/qualifier/replays', { path: '/qualifier/replays', component: ReplaysPage }, { role, beside: ['/qualifier/replays/$id'] });
const one = (address: string) => renderAt(address, { path: '/qualifier/replays/$id', component: ReplayPage, search: parseMovesSearch }, { beside: ['/qualifier/replays', '/enquiries/$id'] });

beforeEach(() => {
  answer('GET /api/qualifier/replays', { body: { items: [replay, { ...replay, id: 'r-2', name: '', state: 'running', done: 300 }], next: null } });
  answer('GET /api/qualifier/rules', { body: activeOf(versionOf(4)) });
  answer('POST /api/qualifier/replays/estimate', { body: { enquiries: 1204, modelCalls: 1180, estimatedCostUsd: 0.216, costLimitUsd: 25 } });
});

describe('replays', () => {
  it('say how far they are', async () => {
    list();
    const table = await screen.findByTestId('table-replays');
    expect(table.textContent).toContain('300 of 1,204');
    expect(table.textContent).toContain('Aug 24 – Nov 21, 2026');
  });

  it('say what they would cost before they are started, and lead to their result', async () => {
    answer('POST /api/qualifier/replays', { status: 202, body: { id: 'r-3', estimate: {} } });
    const address = list();
    fireEvent.click(await screen.findByTestId('new-replay'));
    fireEvent.click(await screen.findByLabelText('Another prompt'));
    await waitFor(() => expect(screen.getByTestId('estimate').textContent).toContain('The model is asked 1,180 times, for about $0.22; beyond $25.00 it stops.'), { timeout: 5000 });
    fireEvent.click(screen.getByTestId('start-replay'));

    await waitFor(() => expect(address()).toBe('/qualifier/replays/r-3'));
    expect(asked.find(({ call }) => call === 'POST /api/qualifier/replays')?.body).toMatchObject({ promptVersion: '2', content: null });
  });

  it('are started by managers', async () => {
    list('Viewer');
    await screen.findByTestId('table-replays');
    expect(screen.queryByTestId('new-replay')).toBeNull();
  });
});

describe('a replay', () => {
  it('shows who would move and what became of them, in words and numbers', async () => {
    answer('GET /api/qualifier/replays/r-1', { body: { replay, moved: 9, cells: [cell(2, 2, 1195, ''), cell(2, 3, 9, '9 that were let’s chat would be intro call; 3 became clients.')] } });
    answer('GET /api/qualifier/replays/r-1/moves', { body: { items: [], next: null } });
    one('/qualifier/replays/r-1?was=2&becomes=3');

    expect((await screen.findByTestId('replay-sentence')).textContent).toBe('9 of 1,204 enquiries would move: 9 would rise.');
    expect(screen.getByTestId('replay-matrix-2-3').dataset['value']).toBe('9');
    expect(screen.getByTestId('replay-became').textContent).toContain('9 that were let’s chat would be intro call; 3 became clients.');
    await waitFor(() => expect(asked.find(({ call }) => call.endsWith('/moves'))?.query).toBe('from=2&to=3'));
  });

  it('that runs shows how far it is and can be canceled', async () => {
    answer('GET /api/qualifier/replays/r-1', { body: { replay: { ...replay, state: 'running', done: 300 }, moved: 0, cells: [] } });
    answer('POST /api/qualifier/replays/r-1/cancellation', { body: replay });
    one('/qualifier/replays/r-1');

    expect((await screen.findByTestId('job-progress')).textContent).toContain('300 of 1,204 enquiries.');
    fireEvent.click(screen.getByTestId('cancel-replay'));
    await waitFor(() => expect(asked.some(({ call }) => call.endsWith('/cancellation'))).toBe(true));
  });
});
