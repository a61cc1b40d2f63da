import { describe, expect, it } from 'vitest';
import type { RuleContent } from '../../../api/qualifier';
import { contentOf, differencesOf, draftOf, faultsOf, isSame } from './content';

const content: RuleContent = {
  thresholds: { capBelowBudget: 5000, capBelowStyles: 5, liftFromBudget: 10000, liftToBudget: 20000, currency: 'USD', rates: { EUR: 1.08, GBP: 1.27 } },
  pages: { thankYou: 'https://teg.example/thanks', letsChat: 'https://calendly.com/teg/chat', introCall: 'https://calendly.com/teg/intro' },
  promptVersion: null,
};
const own = { thankYou: 'http://localhost:8080/qualify/thank-you', letsChat: 'http://localhost:8080/qualify/lets-chat', introCall: 'http://localhost:8080/qualify/intro-call' };
const draft = (change: Partial<RuleContent['thresholds']>) => draftOf({ ...content, thresholds: { ...content.thresholds, ...change } });

describe('the form of the rules', () => {
  it('says what the rules said', () => expect(contentOf(draftOf(content))).toEqual(content));

  it('takes numbers as they are typed, and currencies in any case', () => {
    const typed = draftOf(content);
    typed.thresholds.capBelowBudget = '7500';
    typed.thresholds.rates = [{ currency: ' chf ', rate: '1.12' }];
    expect(contentOf(typed).thresholds).toMatchObject({ capBelowBudget: 7500, rates: { CHF: 1.12 } });
  });

  it('is fine as the rules are', () => expect(faultsOf(draftOf(content), own)).toEqual({}));

  it('refuses a band that begins below what holds back, or ends before it begins', () => {
    expect(faultsOf(draft({ liftFromBudget: 4999 }), own)).toHaveProperty(['thresholds.liftFromBudget']);
    expect(faultsOf(draft({ liftFromBudget: 5000 }), own)).toEqual({});
    expect(faultsOf(draft({ liftToBudget: 9999 }), own)).toHaveProperty(['thresholds.liftToBudget']);
  });

  it('refuses an empty field, half a style and a currency twice', () => {
    const typed = draft({ capBelowStyles: 4.5, rates: { USD: 1 } });
    typed.thresholds.capBelowBudget = '';
    expect(Object.keys(faultsOf(typed, own))).toEqual(['thresholds.capBelowBudget', 'thresholds.capBelowStyles', 'thresholds.rates.0.currency']);
  });

  it.each(['http://teg.example', 'teg.example', 'https://user@teg.example', 'javascript:alert(1)', ''])('sends nobody to %s', (page) => {
    expect(faultsOf({ ...draftOf(content), introCall: page }, own)).toHaveProperty('introCall');
  });

  it('lets the pages of the platform be, whatever their address', () => expect(faultsOf({ ...draftOf(content), ...own }, own)).toEqual({}));
});

describe('two versions', () => {
  it('differ in words', () => {
    const other = { ...content, thresholds: { ...content.thresholds, capBelowBudget: 7500, rates: { EUR: 1.1 } }, promptVersion: '2' };
    expect(differencesOf(content, other)).toEqual([
      { what: 'Held back below', before: '$5,000', after: '$7,500' },
      { what: '1 EUR', before: '1.08 USD', after: '1.1 USD' },
      { what: '1 GBP', before: '1.27 USD', after: 'not given' },
      { what: 'Prompt', before: 'the newest', after: 'version 2' },
    ]);
  });

  it('are the same when nothing differs', () => expect(isSame(content, structuredClone(content))).toBe(true));
});
