import { describe, expect, it } from 'vitest';
import { foundWords } from './PrivacyPage';

describe('what was found about a person', () => {
  it('is counted by what it is', () => expect(foundWords({ lead: 1, deal: 2, 'source record': 1200 })).toBe('1 lead, 2 deals, 1,200 source records'));
  it('is said also when it is nothing', () => expect(foundWords({})).toBe('Nothing'));
});
