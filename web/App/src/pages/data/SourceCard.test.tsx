import { QueryClient } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { keys } from '../../api/keys';
import type { RunProgressed, Source } from '../../api/types';
import { House } from '../../testing/House';
import { SourceCard } from './SourceCard';

const source: Source = {
  id: 'monday-1', kind: 'monday', name: 'Monday.com', enabled: true, everyMinutes: 30, lastPublishedAt: null, lastRun: null,
  nextRunAt: null, advice: 'Nothing has been published yet. Run a full refresh.',
};

const reading: RunProgressed = {
  runId: 'run-1', sourceId: source.id, source: source.name, phase: 'reading', rowsRead: 1500, rowsExpected: 6000, rowsPublished: 0, at: '2026-11-21T12:00:00Z',
};

const cardFor = (role: string, queries = new QueryClient()) =>
  render(
    <House role={role} queries={queries}>
      <SourceCard source={source} onOpenRun={() => undefined} />
    </House>,
  );

describe('a source', () => {
  it('says what to run when there is nothing yet', () => {
    cardFor('Viewer');
    expect(screen.getByTestId('advice').textContent).toContain('Run a full refresh.');
  });

  it.each([['Viewer', false], ['Agent', false], ['Manager', true], ['Admin', true]])('lets a %s refresh: %s', (role, may) => {
    cardFor(role);
    expect(screen.queryByTestId('refresh-monday') !== null).toBe(may);
  });

  it.each([['Viewer', true], ['Agent', false]])('offers its runs, which speak of everybody’s deals, to a %s: %s', (role, may) => {
    const queries = new QueryClient();
    queries.setQueryData(keys.progress(source.id), reading);
    cardFor(role, queries);
    expect(screen.queryByText('Follow this run') !== null).toBe(may);
  });

  it('counts rows as live events come, and keeps the button from starting a second run', async () => {
    const queries = new QueryClient();
    cardFor('Manager', queries);

    act(() => void queries.setQueryData(keys.progress(source.id), reading));

    expect((await screen.findByTestId('run-progress')).textContent).toContain('1,500 of 6,000 rows read.');
    expect(screen.getByTestId('run-status').dataset['status']).toBe('running');
    expect(screen.getByTestId<HTMLButtonElement>('refresh-monday').disabled).toBe(true);
  });
});
