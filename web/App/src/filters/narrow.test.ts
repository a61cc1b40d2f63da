import { describe, expect, it } from 'vitest';
import { narrowed } from './narrow';

const range = { from: '2026-01-15', to: '2026-11-20' };

describe('a bar that is chosen', () => {
  it('makes its days the range', () => {
    expect(narrowed(range, '2026-02-01', 'month')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(narrowed(range, '2026-03-02', 'week')).toEqual({ from: '2026-03-02', to: '2026-03-08' });
    expect(narrowed(range, '2026-04-01', 'quarter')).toEqual({ from: '2026-04-01', to: '2026-06-30' });
    expect(narrowed(range, '2026-03-08', 'day')).toEqual({ from: '2026-03-08', to: '2026-03-08' });
  });

  it('never reaches beyond the range it was in', () => {
    expect(narrowed(range, '2026-01-01', 'month')).toEqual({ from: '2026-01-15', to: '2026-01-31' });
    expect(narrowed(range, '2026-10-01', 'quarter')).toEqual({ from: '2026-10-01', to: '2026-11-20' });
  });
});
