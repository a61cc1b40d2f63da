import { describe, expect, it } from 'vitest';
import { balanceOf, becauseOf, cellWords, factsOf, gridOf, moveWords } from './moves';

const moves = [
  { from: 3, to: 3, enquiries: 300 }, { from: 3, to: 2, enquiries: 5 }, { from: 2, to: 3, enquiries: 9 }, { from: 2, to: 2, enquiries: 490 }, { from: 0, to: 0, enquiries: 400 },
];

describe('moves of scores', () => {
  it('are counted up, down and in all', () => expect(balanceOf(moves)).toEqual({ all: 1204, up: 9, down: 5 }));

  it('lie in a grid by what was and what would be', () => {
    const grid = gridOf(moves);
    expect(grid[3]).toEqual([0, 0, 5, 300]);
    expect(grid[2]).toEqual([0, 0, 490, 9]);
    expect(grid[1]).toEqual([0, 0, 0, 0]);
  });

  it('are told in a sentence', () => {
    expect(moveWords({ all: 1204, up: 9, down: 5 })).toBe('14 of 1,204 enquiries would move: 9 would rise and 5 would fall.');
    expect(moveWords({ all: 1204, up: 0, down: 5 })).toBe('5 of 1,204 enquiries would move: 5 would fall.');
    expect(moveWords({ all: 1, up: 0, down: 0 })).toBe('None of 1 enquiry would move.');
    expect(moveWords({ all: 0, up: 0, down: 0 })).toBe('There was no enquiry in these days.');
  });

  it('that happened are told as such', () => expect(moveWords({ all: 10, up: 1, down: 0 }, false)).toBe('1 of 10 enquiries moved: 1 rose.'));

  it('are read out cell by cell', () => {
    expect(cellWords(3, 2, 5)).toBe('5 enquiries from right fit to unsure');
    expect(cellWords(1, 1, 1)).toBe('1 enquiry stays not a fit');
  });
});

describe('the reason of a move', () => {
  const rule = (because: string) => ({ rule: 'budget-below-minimum', from: 3, to: 2, because });

  it('is the rule that fires now', () => {
    expect(becauseOf({ rulesBefore: [], rulesAfter: [rule('The budget is below $5,000.')] })).toBe('The budget is below $5,000.');
  });

  it('or the one that no longer does', () => {
    expect(becauseOf({ rulesBefore: [rule('The budget is below $5,000.')], rulesAfter: [] })).toBe('No longer: The budget is below $5,000.');
    expect(becauseOf({ rulesBefore: [], rulesAfter: [] })).toBe('');
  });
});

it('what the rules look at stands as it was written', () => {
  expect(factsOf({ budget: '$12,000', styles: '4-6' })).toBe('$12,000 · 4-6 styles');
  expect(factsOf({ budget: null, styles: null })).toBe('no budget · no number of styles');
});
