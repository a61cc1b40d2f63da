import { describe, expect, it } from 'vitest';
import { Problem } from './problem';
import { isWorthAskingAgain, pauseBefore } from './queryClient';

const tooSoon = (retryAfter?: number) => new Problem(429, 'too-many-requests', 'Too many requests; wait a moment.', undefined, retryAfter);

describe('a page', () => {
  it('waits as long as it is asked to when it came a moment too soon', () => {
    expect(isWorthAskingAgain(0, tooSoon(1))).toBe(true);
    const pause = pauseBefore(0, tooSoon(2));
    expect(pause).toBeGreaterThanOrEqual(2000);
    expect(pause).toBeLessThan(2600);
  });

  it('says so instead when the wait is long, or nobody says how long', () => {
    expect(isWorthAskingAgain(0, tooSoon(60))).toBe(false);
    expect(isWorthAskingAgain(0, tooSoon())).toBe(false);
    expect(isWorthAskingAgain(3, tooSoon(1))).toBe(false);
  });

  it('asks again for what broke on the way, and takes a refusal for one', () => {
    expect(isWorthAskingAgain(0, new Problem(503, 'unavailable', 'Away.'))).toBe(true);
    expect(isWorthAskingAgain(1, new TypeError('Failed to fetch'))).toBe(true);
    expect(isWorthAskingAgain(2, new TypeError('Failed to fetch'))).toBe(false);
    expect(isWorthAskingAgain(0, new Problem(403, 'forbidden', 'No.'))).toBe(false);
  });
});
