import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../api/qualifier';
import { fateOf, latency, newestFirst, outcomeOf, sentTo, tinyMoney, waitsForModel } from './story';

const decision: Decision = {
  id: 'd-1', kind: 'first', decidedAt: '2026-11-20T10:00:00Z', modelScore: 3, finalScore: 3, confidence: 0.9, reason: '', rules: [], rulesVersion: 1, model: 'gpt-4o-mini',
  promptVersion: '1', latencyMs: 800, tokensIn: 900, tokensOut: 60, costUsd: 0.00017, fallback: null, screened: [],
};
const lead = { id: 'l-1', status: 'New', qualification: 'qualified', owner: null, won: false, amount: null };

describe('the end of a decision', () => {
  it('says whether the rules moved it', () => {
    expect(outcomeOf(decision)).toBe('The rules left the model’s score as it was.');
    expect(outcomeOf({ ...decision, finalScore: 2 })).toBe('The rules moved it from right fit.');
  });

  it('says that the rules were alone', () => {
    const alone = { ...decision, modelScore: null, finalScore: 2, fallback: 'timeout' };
    expect(outcomeOf(alone)).toContain('stays unsure');
    expect(waitsForModel(alone)).toBe(true);
    expect(waitsForModel({ ...alone, fallback: 'no-text' })).toBe(false);
  });

  it('is where a person of the website was sent, and nowhere for a synced lead', () => {
    expect(sentTo({ origin: 'website' }, decision)).toContain('introductory call');
    expect(sentTo({ origin: 'website' }, { ...decision, finalScore: 0 })).toContain('thank-you page');
    expect(sentTo({ origin: 'synced' }, decision)).toContain('Nobody was sent anywhere');
  });

  it('is that of the newest decision', () => {
    expect(newestFirst([decision, { ...decision, id: 'd-2', decidedAt: '2026-11-20T10:05:00Z' }]).map(({ id }) => id)).toEqual(['d-2', 'd-1']);
  });
});

describe('what became of a lead', () => {
  it('is told with owner and amount where there are any', () => {
    expect(fateOf(lead, 'USD')).toBe('The lead is new; nobody owns it yet.');
    expect(fateOf({ ...lead, owner: 'Burki', status: 'Contacted' }, 'USD')).toBe('The lead is contacted with Burki.');
    expect(fateOf({ ...lead, owner: 'Burki', won: true, amount: 12500 }, 'USD')).toBe('Won by Burki, worth $12,500.00.');
  });
});

it('costs below a cent keep their digits', () => {
  expect(tinyMoney(0.00017)).toBe('$0.00017');
  expect(tinyMoney(0)).toBe('$0');
  expect(tinyMoney(1.5)).toBe('$1.50');
});

it('times below a second are milliseconds', () => {
  expect(latency(812)).toBe('812 ms');
  expect(latency(1940)).toBe('1.9 s');
});
