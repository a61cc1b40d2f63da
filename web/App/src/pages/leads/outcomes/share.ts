import type { Answer, Outcomes, Question } from '../../../api/qualifier';
import { count, percent } from '../../../format/numbers';
import { saysNothing } from '../question';

/** Part of a whole; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Qualified among those that were no spam. */
export function qualifiedRate({ enquiries, qualified, spam }: Pick<Outcomes['totals'], 'enquiries' | 'qualified' | 'spam'>): number | null {
  return shareOf(qualified, enquiries - spam);
}

/** Below this many enquiries a rate says more of chance than of the answer. */
const fewest = 10;

/** The answer whose people are qualified most often; undefined where too few gave any. Saying nothing is no answer. */
export function bestOf(answers: readonly Answer[]): Answer | undefined {
  return answers.filter(({ answer, enquiries, spam }) => enquiries - spam >= fewest && !saysNothing(answer)).sort((a, b) => (b.qualifiedRate ?? 0) - (a.qualifiedRate ?? 0))[0];
}

/** A chart of answers in a sentence, for those who do not see it. */
export function summaryOf({ label, answers }: Question): string {
  const best = bestOf(answers);
  const told = answers.slice(0, 4).map(({ answer, enquiries }) => `${answer} ${count(enquiries)}`).join(', ');
  return `Stacked bars of enquiries by ${label.toLowerCase()}: ${told}.${best ? ` The highest qualified rate is ${percent(best.qualifiedRate)} for ${best.answer}.` : ''}`;
}
