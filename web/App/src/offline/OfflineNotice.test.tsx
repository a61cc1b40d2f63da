import { act, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { House } from '../testing/House';
import { noteAge } from './kept';
import { OfflineNotice } from './OfflineNotice';

const answered = (path: string, keptAt?: string) => act(() => noteAge(new Request(`https://teg.example${path}`), new Response('{}', keptAt === undefined ? {} : { headers: { 'x-kept-at': keptAt } })));

describe('without a connection', () => {
  it('the page says from when its oldest figure is, until the server answers again', () => {
    render(<House><OfflineNotice /></House>);
    expect(screen.queryByTestId('offline')).toBeNull();

    answered('/api/analytics/ads', '2026-11-21T20:00:00.000Z');
    answered('/api/analytics/sales', '2026-11-20T20:00:00.000Z');
    answered('/api/analytics/calls', '2026-11-21T20:00:00.000Z');
    answered('/session', '2026-11-01T20:00:00.000Z');
    expect(screen.getByTestId('offline').textContent).toContain('You are offline. Data as of Nov 20, 2026');

    answered('/api/analytics/ads');
    expect(screen.queryByTestId('offline')).toBeNull();
  });
});
