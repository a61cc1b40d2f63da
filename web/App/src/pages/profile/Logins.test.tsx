import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { House } from '../../testing/House';
import { answer, asked } from '../../testing/server';
import { Logins } from './Logins';

describe('an outside sign-in', () => {
  it('is removed after asking once more', async () => {
    answer('DELETE /api/accounts/profile/logins/google', { status: 204 });
    render(<House><Logins logins={['google', 'microsoft']} /></House>);

    fireEvent.click(screen.getByRole('button', { name: 'Remove Google' }));
    expect(asked).toEqual([]);
    fireEvent.click(await screen.findByTestId('confirm'));
    await waitFor(() => expect(asked.map(({ call }) => call)).toContain('DELETE /api/accounts/profile/logins/google'));
  });

  it('stays when it is the only way in, and says why', async () => {
    answer('DELETE /api/accounts/profile/logins/google', { status: 409, body: { type: 'only-way-in', title: 'This is your only way in.' } });
    render(<House><Logins logins={['google']} /></House>);

    fireEvent.click(screen.getByTestId('remove-login'));
    fireEvent.click(await screen.findByTestId('confirm'));
    expect((await screen.findByTestId('form-problem')).textContent).toContain('This is your only way in.');
  });
});
