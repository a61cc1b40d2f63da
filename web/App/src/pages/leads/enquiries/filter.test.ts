import { describe, expect, it } from 'vitest';
import { formatQuery, parseEnquiriesSearch, parseOutcomesSearch, parseQuery } from '../../../filters/search';
import { filterOf, isFiltered } from './filter';

const today = '2026-11-21';
const read = (query: string) => parseEnquiriesSearch(parseQuery(query));

describe('the address of Enquiries', () => {
  it('holds every filter', () => {
    expect(read('?from=2026-01-01&to=2026-01-31&score=3&score=2&by=rules&origin=website&text=bridal&question=timeline&answer=This+month')).toEqual({
      from: '2026-01-01', to: '2026-01-31', score: ['3', '2'], by: 'rules', origin: 'website', text: 'bridal', question: 'timeline', answer: 'This month',
    });
  });

  it('comes back as it went', () => {
    const search = { score: ['0'], question: 'budget', answer: '$10,000 – $20,000 & more', text: 'a=b' };
    expect(read(formatQuery(search))).toEqual(search);
  });

  it('drops what it does not understand', () => {
    expect(read('?score=4&score=x&by=magic&origin=moon&from=soon&text=+')).toEqual({});
  });

  it('knows no answer without its question, and no question without an answer', () => {
    expect(read('?answer=5')).toEqual({});
    expect(read('?question=styles')).toEqual({});
  });

  it('leads from Outcomes with days and origin', () => {
    expect(parseOutcomesSearch(parseQuery('?from=2026-01-01&origin=synced&score=3'))).toEqual({ from: '2026-01-01', origin: 'synced' });
  });
});

describe('what the service is asked', () => {
  it('is the last twelve months when the address says nothing', () => {
    expect(filterOf({}, today)).toEqual({ from: '2025-11-22', to: today });
  });

  it('is scores in one word and the fallback as yes or no', () => {
    expect(filterOf({ from: today, to: today, score: ['3', '1'], by: 'rules' }, today)).toEqual({ from: today, to: today, score: '3,1', fallback: true });
    expect(filterOf({ by: 'model' }, today).fallback).toBe(false);
  });

  it('counts days as no filter', () => {
    expect(isFiltered({ from: today })).toBe(false);
    expect(isFiltered({ question: 'a', answer: 'b' })).toBe(true);
  });
});
