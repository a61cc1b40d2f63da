import { describe, expect, it } from 'vitest';
import { change, compactMoney, count, money, moneyParts, none, percent, signedPercent, times } from './numbers';

describe('numbers', () => {
  it('writes money with its currency, to the cent', () => {
    expect(money(1234567.5, 'USD')).toBe('$1,234,567.50');
    expect(money(0, 'USD')).toBe('$0.00');
    expect(money(-12.345, 'EUR')).toBe('-€12.35');
  });

  it('parts an amount before its cents', () => {
    expect(moneyParts(1234567.89, 'USD')).toEqual(['$1,234,567', '.89']);
  });

  it('has no cents where the currency has none', () => {
    expect(moneyParts(1200, 'JPY')).toEqual(['¥1,200', '']);
  });

  it('shortens money for axes', () => {
    expect(compactMoney(412_345, 'USD')).toBe('$412.3K');
  });

  it('writes percentages with one decimal', () => {
    expect(percent(0.0832)).toBe('8.3%');
    expect(percent(0)).toBe('0.0%');
  });

  it('writes a return as a multiple', () => {
    expect(times(4.2081)).toBe('4.21×');
  });

  it('writes a dash for a ratio that does not exist', () => {
    expect(percent(null)).toBe(none);
    expect(times(null)).toBe(none);
  });

  it('groups thousands in counts', () => {
    expect(count(6012)).toBe('6,012');
  });

  it('signs a change, but not a standstill', () => {
    expect(signedPercent(0.123)).toBe('+12.3%');
    expect(signedPercent(-0.05)).toBe('-5.0%');
    expect(signedPercent(0)).toBe('0.0%');
  });
});

describe('change', () => {
  it('is a fraction of the earlier figure', () => {
    expect(change(110, 100)).toBeCloseTo(0.1);
    expect(change(0, 100)).toBe(-1);
  });

  it('does not exist against nothing', () => {
    expect(change(5, 0)).toBeNull();
    expect(change(5, null)).toBeNull();
    expect(change(5, undefined)).toBeNull();
    expect(change(null, 5)).toBeNull();
  });

  it('rises from a loss', () => {
    expect(change(50, -100)).toBeCloseTo(1.5);
  });
});
