import { describe, expect, it } from 'vitest';
import { flawOf } from './password';

describe('a new password', () => {
  it('has twelve characters or more', () => {
    expect(flawOf('a'.repeat(11))).toBe('1 more character, please.');
    expect(flawOf('a'.repeat(12))).toBeNull();
    expect(flawOf('')).toBe('Choose a password.');
  });

  it('may be a sentence', () => {
    expect(flawOf('the blue gown hangs left')).toBeNull();
  });
});
