import type { RuleContent, Thresholds } from '../../../api/qualifier';
import { count, money } from '../../../format/numbers';

/** The rules as a form holds them: a field may be empty while somebody types. */
export interface RulesDraft {
  thresholds: ThresholdsDraft;
  thankYou: string;
  letsChat: string;
  introCall: string;
  /** '' is the newest. */
  promptVersion: string;
}

export interface ThresholdsDraft {
  capBelowBudget: number | string;
  capBelowStyles: number | string;
  liftFromBudget: number | string;
  liftToBudget: number | string;
  currency: string;
  rates: { currency: string; rate: number | string }[];
}

/** A line for another currency, still to be written. */
export const emptyRate: ThresholdsDraft['rates'][number] = { currency: '', rate: '' };

export function draftOf({ thresholds, pages, promptVersion }: RuleContent): RulesDraft {
  return { thresholds: thresholdsDraftOf(thresholds), ...pages, promptVersion: promptVersion ?? '' };
}

export function thresholdsDraftOf({ rates, ...others }: Thresholds): ThresholdsDraft {
  return { ...others, rates: Object.entries(rates).map(([currency, rate]) => ({ currency, rate })) };
}

export function contentOf({ thresholds, thankYou, letsChat, introCall, promptVersion }: RulesDraft): RuleContent {
  return {
    thresholds: thresholdsOf(thresholds),
    pages: { thankYou: thankYou.trim(), letsChat: letsChat.trim(), introCall: introCall.trim() },
    promptVersion: promptVersion === '' ? null : promptVersion,
  };
}

export function thresholdsOf({ rates, ...others }: ThresholdsDraft): Thresholds {
  return {
    capBelowBudget: Number(others.capBelowBudget), capBelowStyles: Number(others.capBelowStyles), liftFromBudget: Number(others.liftFromBudget),
    liftToBudget: Number(others.liftToBudget), currency: others.currency.trim().toUpperCase(),
    rates: Object.fromEntries(rates.map(({ currency, rate }) => [currency.trim().toUpperCase(), Number(rate)])),
  };
}

/** What cannot be obeyed, by the field that says it; the service decides in the end. */
export function faultsOfThresholds(draft: ThresholdsDraft): Record<string, string> {
  const { capBelowBudget, capBelowStyles, liftFromBudget, liftToBudget, currency, rates } = draft;
  const faults: Record<string, string> = {};
  const must = (field: string, fine: boolean, words: string) => {
    if (!fine) {
      faults[field] ??= words;
    }
  };

  must('capBelowBudget', isAmount(capBelowBudget), 'Write an amount.');
  must('capBelowStyles', isAmount(capBelowStyles) && Number.isInteger(Number(capBelowStyles)) && Number(capBelowStyles) <= 1000, 'Write a whole number up to 1,000.');
  must('liftFromBudget', isAmount(liftFromBudget), 'Write an amount.');
  must('liftFromBudget', Number(liftFromBudget) >= Number(capBelowBudget), 'A budget cannot hold a lead back and lift it at once: not less than the amount above.');
  must('liftToBudget', isAmount(liftToBudget), 'Write an amount.');
  must('liftToBudget', Number(liftToBudget) >= Number(liftFromBudget), 'Not less than where it begins.');
  must('currency', isCurrency(currency), 'Three letters, as in USD.');
  for (const [index, { currency: other, rate }] of rates.entries()) {
    const twice = rates.findIndex((each) => each.currency.trim().toUpperCase() === other.trim().toUpperCase()) !== index;
    must(`rates.${index}.currency`, isCurrency(other) && !twice && other.trim().toUpperCase() !== currency.trim().toUpperCase(), 'Another currency, once.');
    must(`rates.${index}.rate`, isAmount(rate) && Number(rate) > 0, 'More than 0.');
  }

  return faults;
}

export function faultsOf(draft: RulesDraft, own: RuleContent['pages']): Record<string, string> {
  const faults = Object.fromEntries(Object.entries(faultsOfThresholds(draft.thresholds)).map(([field, words]) => [`thresholds.${field}`, words]));
  for (const page of ['thankYou', 'letsChat', 'introCall'] as const) {
    if (!isPage(draft[page].trim()) && !Object.values(own).includes(draft[page].trim())) {
      faults[page] = 'A whole address that begins with https://.';
    }
  }

  return faults;
}

function isAmount(value: number | string): boolean {
  return value !== '' && Number.isFinite(Number(value)) && Number(value) >= 0;
}

function isCurrency(text: string): boolean {
  return /^[a-z]{3}$/i.test(text.trim());
}

function isPage(text: string): boolean {
  return /^https:\/\/\S+$/.test(text) && URL.canParse(text) && new URL(text).username === '';
}

export interface RuleDifference {
  what: string;
  before: string;
  after: string;
}

/** What one version says otherwise than another, in words. */
export function differencesOf(before: RuleContent, after: RuleContent): RuleDifference[] {
  const was = linesOf(before);
  const is = linesOf(after);
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((what) => ({ what, before: was.get(what) ?? 'not given', after: is.get(what) ?? 'not given' }))
    .filter((line) => line.before !== line.after);
}

export function isSame(one: RuleContent, other: RuleContent): boolean {
  return differencesOf(one, other).length === 0;
}

function linesOf({ thresholds, pages, promptVersion }: RuleContent): Map<string, string> {
  const { capBelowBudget, capBelowStyles, liftFromBudget, liftToBudget, currency, rates } = thresholds;
  return new Map([
    ['Held back below', amount(capBelowBudget, currency)],
    ['Held back with fewer than', `${count(capBelowStyles)} styles`],
    ['Lifted from', amount(liftFromBudget, currency)],
    ['Lifted up to', amount(liftToBudget, currency)],
    ['Currency', currency],
    ...Object.entries(rates).map(([other, rate]): [string, string] => [`1 ${other}`, `${rate} ${currency}`]),
    ['Thank-you page', pages.thankYou],
    ['Page of a short talk', pages.letsChat],
    ['Page of the introductory call', pages.introCall],
    ['Prompt', promptVersion === null ? 'the newest' : `version ${promptVersion}`],
  ]);
}

function amount(value: number, currency: string): string {
  return money(value, isCurrency(currency) ? currency : 'USD').replace(/\.00$/, '');
}
