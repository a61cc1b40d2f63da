import { describe, expect, it } from 'vitest';
import type { ReplayCell } from '../../../api/qualifier';
import { becameOf, fateOf, movesOf, requestOf, titleOf } from './words';

const cell = (from: number, to: number, enquiries: number, clients = 0, amount = 0): ReplayCell => ({
  from, to, enquiries, leads: enquiries, statuses: {}, qualifications: {}, callsBooked: clients, clients, deals: clients, amount, currency: 'USD', sentence: '',
});
const cells = [cell(2, 3, 9, 3, 41000), cell(1, 3, 1, 1, 9000), cell(3, 2, 5), cell(3, 3, 100, 40, 900000)];
const days = { from: '2026-08-24', to: '2026-11-21' };

describe('a replay', () => {
  it('is called by its name, and by its days without one', () => {
    expect(titleOf({ name: 'Higher floor', ...days })).toBe('Higher floor');
    expect(titleOf({ name: '', ...days })).toBe('Aug 24 – Nov 21, 2026');
  });

  it('tries one thing at a time', () => {
    expect(requestOf('prompt', ' New ', days, null, '2')).toEqual({ name: 'New', ...days, content: null, promptVersion: '2', maxCostUsd: null });
    expect(requestOf('thresholds', '', days, null, '2')).toBeNull();
    expect(requestOf('prompt', '', days, null, '')).toBeNull();
  });

  it('says what became of those that would rise', () => {
    expect(fateOf(cells, 'up')).toEqual({ enquiries: 10, leads: 10, callsBooked: 4, clients: 4, amount: 50000 });
    expect(fateOf(cells, 'down').clients).toBe(0);
    expect(fateOf(cells, 'same').enquiries).toBe(100);
  });

  it('tells the largest move first, and none that stays', () => expect(movesOf(cells).map(({ enquiries }) => enquiries)).toEqual([9, 5, 1]));
});

it('what became of one is the best that can be said', () => {
  expect(becameOf({ won: 1, amount: 12500, callBooked: true, leadStatus: 'Client' }, 'USD')).toBe('Won, worth $12,500.00');
  expect(becameOf({ won: 0, amount: 0, callBooked: true, leadStatus: 'New' }, 'USD')).toBe('Booked a call');
  expect(becameOf({ won: 0, amount: 0, callBooked: false, leadStatus: null }, 'USD')).toBeNull();
});
