import { describe, expect, it } from 'vitest';
import { fallbackReason, isAskedAgain, labelOf, ruleWords, scoreOf } from './score';

describe('a score', () => {
  it.each([[0, 'Spam'], [1, 'Not a fit'], [2, 'Unsure'], [3, 'Right fit']])('of %i is read as %s', (score, label) => expect(labelOf(score)).toBe(label));

  it('that nobody knows is no promise', () => expect(scoreOf(7)).toBe(2));
});

describe('a decision without the model', () => {
  it('says why', () => expect(fallbackReason('timeout')).toBe('it did not answer in time'));

  it('names a reason that this page does not know yet', () => expect(fallbackReason('moved')).toBe('something kept it (moved)'));

  it('is made again, unless there was nothing to judge', () => {
    expect(isAskedAgain('busy')).toBe(true);
    expect(isAskedAgain('no-text')).toBe(false);
  });
});

it('the name of a rule reads as words', () => expect(ruleWords('budget-below-minimum')).toBe('Budget below minimum'));
