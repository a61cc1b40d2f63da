import { describe, expect, it } from 'vitest';
import { refusalOf } from '../pages/sign-in/refusal';
import { challengeOf, Problem } from './problem';

const answer = (status: number, body: string, headers: Record<string, string> = {}) => new Response(body, { status, headers });

describe('a problem', () => {
  it('is what the service says', async () => {
    const problem = await Problem.of(answer(409, JSON.stringify({ type: 'run-already-active', title: 'A run is on its way.', detail: 'Wait until it ends.' })));
    expect(problem).toMatchObject({ status: 409, type: 'run-already-active', title: 'A run is on its way.', detail: 'Wait until it ends.' });
  });

  it('has words even when the answer is no problem document', async () => {
    expect(await Problem.of(answer(502, '<html>Bad gateway</html>'))).toMatchObject({ status: 502, title: 'The server answered 502.' });
  });

  it('says what is wrong with which field', async () => {
    const problem = await Problem.of(answer(400, JSON.stringify({ title: 'Not valid.', errors: { Password: ['It was found in a leak.'], Name: ['It is empty.'] } })));
    expect(problem.detail).toBe('It was found in a leak. It is empty.');
  });

  it('carries the challenge to the second step, and only there', async () => {
    const required = { type: 'second-factor-required', title: 'A code is needed.', challenge: 'challenge-1' };
    expect(challengeOf(await Problem.of(answer(401, JSON.stringify(required))))).toBe('challenge-1');
    expect(challengeOf(await Problem.of(answer(401, JSON.stringify({ ...required, type: 'sign-in-refused' }))))).toBeUndefined();
  });

  it('tells that nothing answered', () => {
    expect(Problem.from(new TypeError('Failed to fetch'))).toMatchObject({ type: 'unreachable', title: 'The platform cannot be reached.' });
  });
});

describe('a refused sign-in', () => {
  it('says how long to wait after too many attempts', async () => {
    expect(refusalOf(await Problem.of(answer(429, '{}', { 'retry-after': '300' })))).toBe('Too many attempts. Try again in 5 minutes.');
    expect(refusalOf(await Problem.of(answer(429, '{}', { 'retry-after': '20' })))).toBe('Too many attempts. Try again in 20 seconds.');
    expect(refusalOf(await Problem.of(answer(429, '{}')))).toBe('Too many attempts. Wait a few minutes, then try again.');
  });

  it('passes on what the service says otherwise', async () => {
    expect(refusalOf(await Problem.of(answer(401, JSON.stringify({ title: 'Not right.', detail: 'Check both.' }))))).toBe('Not right. Check both.');
  });
});
