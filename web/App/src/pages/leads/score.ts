import type { Score } from '../../api/qualifier';
import type { Tone } from '../../ui/Status';

export const scores: readonly Score[] = [3, 2, 1, 0];

export const scoreWords: Record<Score, { label: string; tone: Tone; page: string }> = {
  3: { label: 'Right fit', tone: 'good', page: 'the booking of an introductory call, with name, e-mail and project filled in' },
  2: { label: 'Unsure', tone: 'wait', page: 'the booking of a first short talk' },
  1: { label: 'Not a fit', tone: 'bad', page: 'the thank-you page' },
  0: { label: 'Spam', tone: 'plain', page: 'the thank-you page' },
};

/** The service sends a number; what is none of the four is shown as the most careful of them. */
export function scoreOf(value: number): Score {
  return value === 0 || value === 1 || value === 3 ? value : 2;
}

export function labelOf(score: number): string {
  return scoreWords[scoreOf(score)].label;
}

/** Why the model said nothing, as the end of "The model did not judge: …". */
const fallbackWords: Readonly<Record<string, string>> = {
  'no-text': 'the form had no description, so there was nothing to judge',
  timeout: 'it did not answer in time',
  refused: 'it refused to answer',
  truncated: 'its answer broke off',
  invalid: 'its answer was not of the agreed form',
  'rate-limited': 'it was asked more often than the account allows',
  unavailable: 'it could not be reached',
  rejected: 'the key was refused or the account has no credit; an administrator must look at it',
  busy: 'as many questions as are allowed at once were under way',
};

export function fallbackReason(fallback: string): string {
  return fallbackWords[fallback] ?? `something kept it (${fallback})`;
}

/** Whether the model is asked again in the background. */
export function isAskedAgain(fallback: string): boolean {
  return fallback !== 'no-text';
}

/** "budget-below-minimum" reads "Budget below minimum". */
export function ruleWords(rule: string): string {
  const words = rule.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const originWords = { website: 'Website', synced: 'Synced from another system' } as const;
