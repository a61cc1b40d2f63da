import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../api/qualifier';
import { renderAt } from '../../../testing/renderAt';
import { answer, asked } from '../../../testing/server';
import { BatchesPage } from './BatchesPage';
import { BatchPage } from './BatchPage';

const batch: Batch = {
  id: 'b-1', name: 'leads.csv', format: 'csv', columns: [{ header: 'Tell us', usedAs: 'project' }, { header: 'Source', usedAs: null }], rulesVersion: 4, promptVersion: null, state: 'succeeded',
  total: 100, done: 98, failed: 2, costUsd: 0.02, estimatedCostUsd: 0.02, costLimitUsd: 25, requestedBy: 'Ada Field', requestedAt: '2026-11-20T10:00:00Z', startedAt: null, finishedAt: null,
  reason: null, wayOut: null,
};
const list = (role = 'Manager') => renderAt('/qualifier/batches', { path: '/qualifier/batches', component: BatchesPage }, { role, beside: ['/qualifier/batches/$id'] });
const one = () => renderAt('/qualifier/batches/b-1', { path: '/qualifier/batches/$id', component: BatchPage }, { beside: ['/qualifier/batches'] });
const choose = async (file: File) => fireEvent.change(await screen.findByTestId('batch-file'), { target: { files: [file] } });

describe('batches', () => {
  it('take a file and lead to how far it is', async () => {
    answer('GET /api/qualifier/batches', { body: { items: [], next: null } });
    answer('POST /api/qualifier/batches', { status: 202, body: batch });
    const address = list();
    await choose(new File(['Project\r\nGowns'], 'leads.csv'));
    await waitFor(() => expect(address()).toBe('/qualifier/batches/b-1'));
    expect(asked.find(({ call }) => call === 'POST /api/qualifier/batches')?.body).toContain('Gowns');
  });

  it('send no file that cannot be read, and say what to do', async () => {
    answer('GET /api/qualifier/batches', { body: { items: [], next: null } });
    list();
    await choose(new File(['x'], 'leads.pdf'));
    expect((await screen.findByTestId('file-refused')).textContent).toContain('save it as one of them');
    expect(asked.some(({ call }) => call.startsWith('POST'))).toBe(false);
  });

  it('say why the service refused a file', async () => {
    answer('GET /api/qualifier/batches', { body: { items: [], next: null } });
    answer('POST /api/qualifier/batches', { status: 400, body: { type: 'batch-no-description', title: 'No column holds the description of the project.', detail: 'Name one.' } });
    list();
    await choose(new File(['a'], 'a.csv'));
    expect((await screen.findByTestId('form-problem')).textContent).toContain('No column holds the description of the project. Name one.');
  });

  it('are only read by a Viewer', async () => {
    answer('GET /api/qualifier/batches', { body: { items: [batch], next: null } });
    list('Viewer');
    await screen.findByTestId('table-batches');
    expect(screen.queryByTestId('drop-zone')).toBeNull();
  });
});

describe('a batch', () => {
  it('shows columns, scores, what could not be judged, and its result to take away', async () => {
    answer('GET /api/qualifier/batches/b-1', { body: { batch, scores: [{ score: 3, rows: 49, withoutModel: 1 }, { score: 1, rows: 49, withoutModel: 0 }] } });
    answer('GET /api/qualifier/batches/b-1/errors', { body: { items: [{ row: 14, problem: 'There is no description.', wayOut: 'Fill it in.' }], next: null } });
    one();

    expect((await screen.findByTestId('table-columns')).textContent).toContain('Description of the project');
    expect(screen.getByTestId('table-batch-scores').textContent).toContain('50.0%');
    expect((await screen.findByTestId('table-errors')).textContent).toContain('Fill it in.');
    expect(screen.getByTestId('batch-result').getAttribute('href')).toBe('/api/qualifier/batches/b-1/result.xlsx');
  });

  it('that runs has no result yet and can be canceled', async () => {
    answer('GET /api/qualifier/batches/b-1', { body: { batch: { ...batch, state: 'running', done: 40, failed: 0 }, scores: [] } });
    one();
    expect((await screen.findByTestId('job-progress')).textContent).toContain('40 of 100 rows.');
    expect(screen.queryByTestId('batch-result')).toBeNull();
    expect(screen.getByTestId('cancel-batch')).toBeTruthy();
  });

  it('that is over is removed once one has said yes', async () => {
    answer('GET /api/qualifier/batches/b-1', { body: { batch: { ...batch, failed: 0 }, scores: [] } });
    answer('DELETE /api/qualifier/batches/b-1', { status: 204 });
    const address = one();
    fireEvent.click(await screen.findByTestId('remove-file'));
    fireEvent.click(await screen.findByTestId('confirm'));
    await waitFor(() => expect(address()).toBe('/qualifier/batches'));
    expect(asked.some(({ call }) => call === 'DELETE /api/qualifier/batches/b-1')).toBe(true);
  });
});
