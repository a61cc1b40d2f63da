import { describe, expect, it } from 'vitest';
import { example, mostBytes, refusalOf } from './file';

describe('a file', () => {
  it.each(['leads.xlsx', 'LEADS.CSV'])('named %s may go', (name) => expect(refusalOf({ name, size: mostBytes })).toBeNull());

  it('of another kind is told what to do', () => expect(refusalOf({ name: 'leads.xls', size: 10 })).toContain('save it as one of them'));

  it('that is empty or too large stays here', () => {
    expect(refusalOf({ name: 'a.csv', size: 0 })).toContain('empty');
    expect(refusalOf({ name: 'a.csv', size: mostBytes + 1 })).toContain('10 MB');
  });
});

it('the example has as many cells in each row as its header', () => {
  const [header, ...rows] = example.trimEnd().split('\r\n');
  const cells = (row: string) => row.match(/("[^"]*"|[^,]+)/g)?.length;
  expect(rows.map(cells)).toEqual([5, 5, 5]);
  expect(cells(header!)).toBe(5);
});
