import { describe, expect, it } from 'vitest';
import type { Answer } from '../../api/qualifier';
import { inOrder, lowerEnd, questionWords } from './question';

const answers = (...of: [string, number][]) => of.map(([answer, enquiries]) => ({ answer, enquiries }) as Answer);
const order = (...of: [string, number][]) => inOrder(answers(...of)).map(({ answer }) => answer);

describe('answers', () => {
  it('that are bands stand from small to large', () => {
    expect(order(['10–14', 5], ['15+', 9], ['1–4', 3], ['5–9', 2])).toEqual(['1–4', '5–9', '10–14', '15+']);
    expect(order(['over 300', 1], ['100–300', 2], ['1–49', 9], ['50–99', 4])).toEqual(['1–49', '50–99', '100–300', 'over 300']);
  });

  it('that are amounts stand from small to large, however they are written', () => {
    expect(order(['$10,000 – $20,000', 9], ['Under $5,000', 2], ['$5,000 – $10,000', 4], ['Over $20,000', 1], ['20k', 1])).toEqual([
      'Under $5,000', '$5,000 – $10,000', '$10,000 – $20,000', '20k', 'Over $20,000',
    ]);
  });

  it('in words stand by how many gave them', () => {
    expect(order(['Next year', 2], ['This month', 7], ['3 months', 4])).toEqual(['This month', '3 months', 'Next year']);
  });

  it('that say nothing stand last', () => {
    expect(order(['(no answer)', 90], ['5–9', 1], ['other', 40], ['1–4', 2])).toEqual(['1–4', '5–9', '(no answer)', 'other']);
  });
});

describe('the lower end of a band', () => {
  it.each([['€5,000', 5000], ['10k-20k', 10000], ['<5', 4.5], ['2.5k', 2500]])('of %s is %d', (answer, low) => expect(lowerEnd(answer)).toBe(low));
  it('is none of what is no band', () => expect(lowerEnd('not sure')).toBeNull());
});

it('a question reads as a heading', () => {
  expect(questionWords('pieces')).toBe('Pieces per style');
  expect(questionWords('fabric_sourced')).toBe('Fabric sourced');
  expect(questionWords('Where did you hear of us?')).toBe('Where did you hear of us?');
});
