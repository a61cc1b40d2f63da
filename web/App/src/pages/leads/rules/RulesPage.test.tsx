import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { activeOf, content, versionOf } from '../../../testing/leads';
import { renderAt } from '../../../testing/renderAt';
import { answer, asked } from '../../../testing/server';
import { RulesPage } from './RulesPage';

const at = (role: string) => renderAt('/qualifier/rules', { path: '/qualifier/rules', component: RulesPage }, { role, beside: ['/enquiries/$id'] });
const fewer = { ...content, thresholds: { ...content.thresholds, capBelowStyles: 4 } };

beforeEach(() => {
  answer('GET /api/qualifier/rules', { body: activeOf(versionOf(4)) });
  answer('GET /api/qualifier/rules/versions', { body: { items: [versionOf(4, { note: 'As it was' }), versionOf(3, { content: fewer })], next: null } });
  answer('POST /api/qualifier/rules/preview', {
    body: { days: 90, enquiries: 1204, moved: 5, matrix: [{ from: 3, to: 2, enquiries: 5 }, { from: 2, to: 2, enquiries: 1199 }], samples: [] },
  });
});

async function write(budget: string) {
  fireEvent.change(await screen.findByTestId('cap-below-budget'), { target: { value: budget } });
  await screen.findByTestId('effect-sentence', undefined, { timeout: 5000 });
}

describe('the rules', () => {
  it('show whom a change would move while it is written, and ask nothing before', async () => {
    at('Manager');
    await screen.findByTestId('cap-below-budget');
    expect(asked.some(({ call }) => call.endsWith('/preview'))).toBe(false);

    await write('7500');
    expect(screen.getByTestId('effect-sentence').textContent).toBe('5 of 1,204 enquiries would move: 5 would fall.');
    expect(screen.getByTestId('effect-matrix-3-2').dataset['value']).toBe('5');
    expect(asked.find(({ call }) => call.endsWith('/preview'))?.body).toMatchObject({ days: 90, content: { thresholds: { capBelowBudget: 7500 } } });
  });

  it('are put in force with a note, based on the version that was looked at', async () => {
    answer('POST /api/qualifier/rules', { status: 201, body: versionOf(5) });
    at('Manager');
    await write('7500');
    fireEvent.change(screen.getByTestId('rules-note'), { target: { value: ' Higher floor ' } });
    fireEvent.click(screen.getByTestId('save-rules'));

    await waitFor(() => expect(asked.find(({ call }) => call === 'POST /api/qualifier/rules')?.body).toMatchObject({ basedOn: 4, note: 'Higher floor', content: { thresholds: { capBelowBudget: 7500 } } }));
  });

  it('that somebody else changed meanwhile are shown, and nothing of one’s own is lost', async () => {
    answer('POST /api/qualifier/rules', () => {
      answer('GET /api/qualifier/rules', { body: activeOf(versionOf(5, { content: fewer, note: 'Four is fine' })) });
      return { status: 409, body: { type: 'rules-changed', title: 'Somebody else changed the rules meanwhile.' } };
    });
    at('Manager');
    await write('7500');
    fireEvent.click(screen.getByTestId('save-rules'));

    const changed = await screen.findByTestId('rules-changed');
    expect(changed.textContent).toContain('5 styles');
    expect(changed.textContent).toContain('4 styles');
    expect(changed.textContent).toContain('Four is fine');

    answer('POST /api/qualifier/rules', { status: 201, body: versionOf(6) });
    fireEvent.click(screen.getByTestId('keep-mine'));
    fireEvent.click(screen.getByTestId('save-rules'));
    await waitFor(() => expect(asked.findLast(({ call }) => call === 'POST /api/qualifier/rules')?.body).toMatchObject({ basedOn: 5, content: { thresholds: { capBelowBudget: 7500 } } }));
  });

  it('cannot be saved while a band begins below what holds back', async () => {
    at('Manager');
    fireEvent.change(await screen.findByTestId('lift-from-budget'), { target: { value: '100' } });
    fireEvent.click(screen.getByTestId('save-rules'));
    expect(await screen.findByText(/cannot hold a lead back and lift it at once/)).toBeTruthy();
    expect(asked.some(({ call }) => call === 'POST /api/qualifier/rules')).toBe(false);
  });

  it('are restored after one more question that says what changes', async () => {
    answer('POST /api/qualifier/rules/3/restoration', { status: 201, body: versionOf(5, { content: fewer }) });
    at('Manager');
    fireEvent.click(await screen.findByTestId('restore-version'));
    expect((await screen.findByTestId('confirm-dialog')).textContent).toContain('4 styles');
    fireEvent.click(screen.getByTestId('confirm'));
    await waitFor(() => expect(asked.some(({ call }) => call === 'POST /api/qualifier/rules/3/restoration')).toBe(true));
  });

  it('are only read by a Viewer', async () => {
    at('Viewer');
    expect((await screen.findByTestId('rules')).textContent).toContain('managers and admins change the rules');
    expect(screen.queryByTestId('save-rules')).toBeNull();
    await screen.findByTestId('table-versions');
    expect(screen.queryByTestId('restore-version')).toBeNull();
  });
});
