// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { challengeInHash } from './external';

afterEach(() => {
  window.location.hash = '';
});

describe('coming back from a provider', () => {
  it('brings the challenge of the second step behind the hash', () => {
    window.location.hash = '#challenge=a%2Bb';
    expect(challengeInHash()).toBe('a+b');
  });

  it('brings none to somebody without a second factor', () => {
    expect(challengeInHash()).toBeUndefined();
    window.location.hash = '#main';
    expect(challengeInHash()).toBeUndefined();
  });
});
