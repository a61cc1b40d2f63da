import { describe, expect, it } from 'vitest';
import { dayAfterKey, levelOf, rowsRange, sevenDayAverage, weeksOfMonth } from './volume';

describe('the seven-day average', () => {
  it('begins with the seventh day', () => expect(sevenDayAverage([7, 0, 0, 0, 0, 0, 7, 7])).toEqual([null, null, null, null, null, null, 2, 2]));
});

describe('a month of the calendar', () => {
  it('has its weeks from Monday to Sunday', () => {
    const march = weeksOfMonth('2026-03-15');
    expect(march).toHaveLength(6);
    expect(march[0]).toEqual([null, null, null, null, null, null, '2026-03-01']);
    expect(march[5]).toEqual(['2026-03-30', '2026-03-31', null, null, null, null, null]);
  });

  it('has four weeks where they fit', () => expect(weeksOfMonth('2027-02-01')).toHaveLength(4));
});

describe('how busy a day was', () => {
  it.each([[0, 20, 0], [1, 20, 1], [5, 20, 1], [6, 20, 2], [20, 20, 4], [0, 0, 0]])('%i of at most %i is %i', (leads, most, level) => expect(levelOf(leads, most)).toBe(level));
});

describe('keys in the calendar', () => {
  const at = (key: string) => dayAfterKey(key, '2026-03-11', '2026-03-05', '2026-03-20');
  it('move by days and weeks', () => {
    expect(at('ArrowLeft')).toBe('2026-03-10');
    expect(at('ArrowDown')).toBe('2026-03-18');
    expect(at('Home')).toBe('2026-03-09');
    expect(at('End')).toBe('2026-03-15');
  });
  it('stay in the range', () => {
    expect(at('ArrowUp')).toBe('2026-03-05');
    expect(at('PageDown')).toBe('2026-03-20');
  });
  it('leave others alone', () => expect(at('Tab')).toBeUndefined());
});

describe('the days of the rows', () => {
  const range = { from: '2026-03-04', to: '2026-03-20' };
  it('are those of the range', () => expect(rowsRange(range, {})).toEqual(range));
  it('are one day', () => expect(rowsRange(range, { day: '2026-03-08' })).toEqual({ from: '2026-03-08', to: '2026-03-08' }));
  it('are of a week what lies in the range', () => expect(rowsRange(range, { week: '2026-03-02' })).toEqual({ from: '2026-03-04', to: '2026-03-08' }));
  it('are those of the range when the chosen day lies outside', () => expect(rowsRange(range, { day: '2026-01-01' })).toEqual(range));
});
