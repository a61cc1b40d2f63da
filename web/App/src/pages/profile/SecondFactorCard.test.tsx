import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { House } from '../../testing/House';
import { answer, asked } from '../../testing/server';
import { SecondFactorCard } from './SecondFactorCard';

const codes = Array.from({ length: 10 }, (_, index) => `code-${index}`);
const card = (twoFactor: boolean, recoveryCodesLeft = 0) =>
  render(<House><SecondFactorCard profile={{ twoFactor, recoveryCodesLeft }} /></House>);

describe('the second factor', () => {
  it('is drawn and spelled out, confirmed with a code, and then tells ten recovery codes', async () => {
    answer('POST /api/accounts/profile/second-factor', { body: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Teg:ada?secret=JBSWY3DPEHPK3PXP' } });
    answer('POST /api/accounts/profile/second-factor/confirmation', { body: { recoveryCodes: codes } });
    card(false);

    fireEvent.click(screen.getByTestId('set-up-second-factor'));
    expect(await screen.findByTestId('qr-code')).toBeDefined();
    expect(screen.getByTestId('second-factor-secret').textContent).toBe('JBSW Y3DP EHPK 3PXP');

    fireEvent.change(screen.getByTestId('second-factor-code'), { target: { value: '123456' } });
    fireEvent.click(screen.getByTestId('confirm-second-factor'));
    await waitFor(() => expect(screen.getAllByTestId('secret').map((each) => each.textContent)).toEqual(codes));
  });

  it('is not on before its code is right', async () => {
    answer('POST /api/accounts/profile/second-factor', { body: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Teg:ada?secret=JBSWY3DPEHPK3PXP' } });
    answer('POST /api/accounts/profile/second-factor/confirmation', { status: 409, body: { type: 'second-factor-refused', title: 'The code is not right.' } });
    card(false);

    fireEvent.click(screen.getByTestId('set-up-second-factor'));
    await screen.findByTestId('qr-code');
    fireEvent.change(screen.getByTestId('second-factor-code'), { target: { value: '000000' } });
    fireEvent.click(screen.getByTestId('confirm-second-factor'));
    expect((await screen.findByTestId('form-problem')).textContent).toBe('The code is not right.');
    expect(screen.queryByTestId('secret')).toBeNull();
  });

  it('is removed with the password only', async () => {
    answer('POST /api/accounts/profile/second-factor/removal', { status: 204 });
    card(true, 7);
    expect(screen.getByTestId('recovery-codes-left').textContent).toContain('7 recovery codes are left');

    fireEvent.click(screen.getByTestId('remove-second-factor'));
    fireEvent.click(await screen.findByTestId('confirm'));
    expect(await screen.findByText('Write your password.')).toBeDefined();
    expect(asked).toEqual([]);

    fireEvent.change(screen.getByTestId('confirm-password'), { target: { value: 'the blue gown hangs left' } });
    fireEvent.click(screen.getByTestId('confirm'));
    await waitFor(() => expect(asked).toEqual([{ call: 'POST /api/accounts/profile/second-factor/removal', query: '', body: { password: 'the blue gown hangs left' } }]));
  });
});
