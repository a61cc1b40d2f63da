import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { parseDemoTruthSearch } from '../../filters/search';
import { renderAt } from '../../testing/renderAt';
import { answer } from '../../testing/server';
import { DemoTruthPage } from './DemoTruthPage';
import { truthOf } from './sample';

const at = (address: string) => renderAt(address, { path: '/demo-truth', component: DemoTruthPage, search: parseDemoTruthSearch }, { inLeads: false });
const marks = async () => (await screen.findAllByTestId('truth-lines-row')).map((row) => row.querySelector('[data-status]')?.getAttribute('data-status'));

describe('the demo’s truth', () => {
  it('is beside what the dashboards show, green or red', async () => {
    answer('GET /api/analytics/demo-truth', { body: truthOf() });
    at('/demo-truth');
    expect((await screen.findByTestId('tile-different')).dataset['value']).toBe('1');
    expect(await marks()).toEqual(['true', 'true', 'true', 'false', 'true', 'true']);
    expect(screen.getByRole('button', { name: 'Spend, Advertising, Mar 2026: 1 of 2 differ' }).textContent).toBe('1');
  });

  it('is narrowed to what differs, and to a figure’s month', async () => {
    answer('GET /api/analytics/demo-truth', { body: truthOf() });
    const address = at('/demo-truth');
    fireEvent.click(await screen.findByTestId('only-differences'));
    await waitFor(() => expect(address()).toBe('/demo-truth?only=differences'));
    expect(await marks()).toEqual(['false']);
    expect(screen.getByTestId('truth-lines').textContent).toContain('−$29.75');

    fireEvent.click(screen.getByRole('button', { name: 'Return on ad spend, Advertising, Mar 2026: all 1 agree' }));
    expect((await screen.findByTestId('empty')).textContent).toContain('Nothing differs here.');
  });

  it('is not there outside the demo, and says so', async () => {
    answer('GET /api/analytics/demo-truth', { status: 404, body: { type: 'not-the-demo-organisation', title: 'This is not the demo organisation.', detail: 'Only you know.' } });
    at('/demo-truth');
    expect((await screen.findByTestId('empty')).textContent).toContain('This is not the demo organisation.');
  });

  it('says that the Sandbox is away, and asks again when told to', async () => {
    answer('GET /api/analytics/demo-truth', { status: 503, body: { type: 'truth-away', title: 'The right answers are away.', detail: 'The Sandbox does not answer.' } });
    at('/demo-truth');
    expect((await screen.findByTestId('problem', {}, { timeout: 8000 })).textContent).toContain('The right answers are away.');
    answer('GET /api/analytics/demo-truth', { body: truthOf() });
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('truth-matrix')).toBeTruthy();
  });
});
