import { describe, expect, it } from 'vitest';
import { answersOf, differenceOf, idOf, monthsOf, standingOf } from './truth';
import { truthOf } from './sample';

describe('the published answers', () => {
  it('are listed by month, the whole of the days first', () => expect(monthsOf(truthOf())).toEqual(['whole', '2026-02', '2026-03']));

  it('are counted by figure and month', () => {
    const spend = truthOf().figures[0]!;
    expect(standingOf(spend.lines, 'whole')).toEqual({ compared: 1, different: 0 });
    expect(standingOf(spend.lines, '2026-03')).toEqual({ compared: 2, different: 1 });
    expect(standingOf(spend.lines, '2026-01')).toEqual({ compared: 0, different: 0 });
  });

  it('are filtered by figure, by month and by whether they differ', () => {
    const truth = truthOf();
    expect(answersOf(truth, {})).toHaveLength(6);
    expect(answersOf(truth, { figure: idOf(truth.figures[1]!) }).map(({ figure }) => figure.figure)).toEqual(['Return on ad spend', 'Return on ad spend']);
    expect(answersOf(truth, { month: 'whole' })).toHaveLength(1);
    expect(answersOf(truth, { only: 'differences' }).map(({ of }) => of)).toEqual(['google-ads']);
    expect(new Set(answersOf(truth, {}).map(({ key }) => key)).size).toBe(6);
  });

  it('differ by what a person would calculate, and by nothing where one does not exist', () => {
    const line = { month: null, by: 'total', of: null, agrees: false };
    expect(differenceOf({ ...line, truth: 0.3, ours: 0.1 + 0.2 })).toBe(0);
    expect(differenceOf({ ...line, truth: 12.5, ours: 10 })).toBe(-2.5);
    expect(differenceOf({ ...line, truth: null, ours: 0 })).toBeNull();
  });
});
