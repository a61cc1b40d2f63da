import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { House, sessionOf } from '../../testing/House';
import { answer, asked } from '../../testing/server';
import { SecondFactorStep } from './SecondFactorStep';

const onIn = vi.fn();
const onBack = vi.fn();
const step = () => render(<House><SecondFactorStep challenge="challenge-1" onIn={onIn} onBack={onBack} /></House>);
const write = (code: string) => {
  fireEvent.change(screen.getByTestId('second-factor-code'), { target: { value: code } });
  fireEvent.click(screen.getByTestId('second-factor'));
};
const sent = () => asked.filter(({ call }) => call === 'POST /session/second-factor').map(({ body }) => body);

beforeEach(() => {
  vi.resetAllMocks();
  answer('GET /session', { body: { signedIn: false, csrfToken: 'token', demo: false, user: null, organisation: null } });
});

describe('the second step of a sign-in', () => {
  it('sends the challenge with the code, without the gap authenticators show', async () => {
    answer('POST /session/second-factor', { body: sessionOf('Viewer') });
    step();
    write('123 456');
    await waitFor(() => expect(onIn).toHaveBeenCalledOnce());
    expect(sent()).toEqual([{ challenge: 'challenge-1', code: '123456' }]);
  });

  it('asks nobody about a code that has no six digits', async () => {
    step();
    write('12345');
    expect(await screen.findByText('The code has six digits.')).toBeDefined();
    expect(sent()).toEqual([]);
  });

  it('says why a code was refused, and stays open for the next', async () => {
    answer('POST /session/second-factor', { status: 401, body: { type: 'second-factor-refused', title: 'The code is not right.', detail: 'Wait for the next one.' } });
    step();
    write('000000');
    expect((await screen.findByTestId('second-factor-problem')).textContent).toBe('The code is not right. Wait for the next one.');
    expect(onIn).not.toHaveBeenCalled();

    answer('POST /session/second-factor', { body: sessionOf('Viewer') });
    write('123456');
    await waitFor(() => expect(onIn).toHaveBeenCalledOnce());
  });

  it('takes a recovery code as it is written', async () => {
    answer('POST /session/second-factor', { body: sessionOf('Viewer') });
    step();
    fireEvent.click(screen.getByTestId('second-factor-other'));
    write(' k7q0m-x9t1d ');
    await waitFor(() => expect(onIn).toHaveBeenCalledOnce());
    expect(sent()).toEqual([{ challenge: 'challenge-1', code: 'k7q0m-x9t1d' }]);
  });

  it('lets the phone offer the code, and does not for a recovery code', () => {
    step();
    expect(screen.getByTestId('second-factor-code').getAttribute('autocomplete')).toBe('one-time-code');
    fireEvent.click(screen.getByTestId('second-factor-other'));
    expect(screen.getByTestId('second-factor-code').getAttribute('autocomplete')).toBe('off');
  });
});
