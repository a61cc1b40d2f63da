import { expect, it } from 'vitest';
import type { Question } from '../../../api/qualifier';
import { qualifiedRate, shareOf, summaryOf } from './share';

it('the qualified rate leaves spam aside', () => expect(qualifiedRate({ enquiries: 120, qualified: 25, spam: 20 })).toBe(0.25));

it('there is no rate of nothing but spam', () => {
  expect(qualifiedRate({ enquiries: 4, qualified: 0, spam: 4 })).toBeNull();
  expect(shareOf(0, 0)).toBeNull();
});

it('a chart is told with its best answer, of which there are enough to mean something', () => {
  const answer = (name: string, enquiries: number, rate: number | null) => ({ answer: name, enquiries, qualified: 0, unsure: 0, unqualified: 0, spam: 0, qualifiedRate: rate });
  const question = { question: 'styles', label: 'Styles', answers: [answer('1–4', 10, 0.1), answer('5–9', 20, 0.5), answer('15+', 9, 1), answer('(no answer)', 40, 0.9)], others: null } as Question;
  expect(summaryOf(question)).toBe('Stacked bars of enquiries by styles: 1–4 10, 5–9 20, 15+ 9, (no answer) 40. The highest qualified rate is 50.0% for 5–9.');
});
