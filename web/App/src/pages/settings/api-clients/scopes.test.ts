import { describe, expect, it } from 'vitest';
import { endOf, scopeWords } from './scopes';

describe('scopes', () => {
  it('read as words, and those this page does not know are not hidden', () => {
    expect(scopeWords(['sync:write', 'analytics:read', 'sync:read'])).toBe('Figures: read; Data: read, write');
    expect(scopeWords(['crm:read'])).toBe('crm:read');
    expect(scopeWords([])).toBe('Nothing');
  });

  it('end after whole days, or never', () => {
    expect(endOf('30', new Date('2026-11-21T12:00:00Z'))).toBe('2026-12-21T12:00:00.000Z');
    expect(endOf('never', new Date())).toBeNull();
  });
});
