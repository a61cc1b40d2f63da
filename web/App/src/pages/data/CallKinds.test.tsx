import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../api/types';
import { House } from '../../testing/House';
import { answer, asked } from '../../testing/server';
import { CallKinds } from './CallKinds';

const path = '/api/sync/sources/s-1/call-kinds';
const settings = {
  sourceId: 's-1', source: 'Calendly', kinds: [{ kind: 'intro', patterns: ['/intro-call'] }, { kind: 'design-review', patterns: ['/design-review'] }],
  eventTypes: [{ name: 'Fitting', address: 'https://calendly.com/burki/fitting', host: 'Burki', kind: 'other' }],
};
const source = { id: 's-1', kind: 'calendly', name: 'Calendly' } as Source;

describe('kinds of calls', () => {
  it('show what a pattern does before it is saved, and save all of them', async () => {
    answer(`GET ${path}`, { body: settings });
    answer(`PUT ${path}`, { body: settings });
    render(<House role="Admin"><CallKinds source={source} /></House>);

    const field = await screen.findByTestId('patterns-design-review');
    expect(screen.getByTestId('save-call-kinds')).toHaveProperty('disabled', true);
    fireEvent.paste(field, { clipboardData: { getData: () => '/fitting,' } });
    await waitFor(() => expect(screen.getByTestId('table-event-types').textContent).toContain('was other'));

    fireEvent.click(screen.getByTestId('save-call-kinds'));
    await waitFor(() => expect(asked.find(({ call }) => call === `PUT ${path}`)?.body).toEqual({
      kinds: [{ kind: 'intro', patterns: ['/intro-call'] }, { kind: 'design-review', patterns: ['/design-review', '/fitting'] }],
    }));
  });
});
