import { describe, expect, it } from 'vitest';
import {
  addDays, addMonths, daysBetween, formatDay, formatDuration, formatInstant, formatMoment, formatMonth, formatRange, formatRelative, isDay, startOfDay, todayIn, weekOf,
} from './dates';

const losAngeles = 'America/Los_Angeles';

describe('startOfDay', () => {
  it('is local midnight, in winter and in summer', () => {
    expect(startOfDay('2026-01-15', losAngeles)).toBe('2026-01-15T08:00:00.000Z');
    expect(startOfDay('2026-07-15', losAngeles)).toBe('2026-07-15T07:00:00.000Z');
    expect(startOfDay('2026-07-15', 'UTC')).toBe('2026-07-15T00:00:00.000Z');
  });

  it('goes by the offset of that midnight where the clock changes before midnight in Greenwich', () => {
    expect(startOfDay('2026-10-04', 'Australia/Sydney')).toBe('2026-10-03T14:00:00.000Z');
    expect(startOfDay('2026-10-05', 'Australia/Sydney')).toBe('2026-10-04T13:00:00.000Z');
  });
});

describe('todayIn', () => {
  it('is still yesterday in Los Angeles when it is early morning in Greenwich', () => {
    const now = new Date('2026-03-01T07:59:59Z');
    expect(todayIn(losAngeles, now)).toBe('2026-02-28');
    expect(todayIn('UTC', now)).toBe('2026-03-01');
  });

  it('turns at local midnight, in winter and in summer time', () => {
    expect(todayIn(losAngeles, new Date('2026-01-15T08:00:00Z'))).toBe('2026-01-15');
    expect(todayIn(losAngeles, new Date('2026-07-15T06:59:59Z'))).toBe('2026-07-14');
    expect(todayIn(losAngeles, new Date('2026-07-15T07:00:00Z'))).toBe('2026-07-15');
  });
});

describe('days', () => {
  it('do not shift over a change of the clocks', () => {
    expect(addDays('2026-03-07', 2)).toBe('2026-03-09');
    expect(addDays('2026-11-01', -1)).toBe('2026-10-31');
    expect(daysBetween('2026-03-01', '2026-03-31')).toBe(31);
  });

  it('stop at the end of a shorter month', () => {
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2024-02-29', -12)).toBe('2023-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  });

  it('belong to the week of their Monday', () => {
    expect(weekOf('2026-11-16')).toBe('2026-11-16');
    expect(weekOf('2026-11-22')).toBe('2026-11-16');
  });

  it('are real calendar days', () => {
    expect(isDay('2026-02-28')).toBe(true);
    expect(isDay('2026-02-30')).toBe(false);
    expect(isDay('2026-2-3')).toBe(false);
    expect(isDay('yesterday')).toBe(false);
    expect(isDay(undefined)).toBe(false);
  });
});

describe('words for dates', () => {
  it('name the day', () => {
    expect(formatDay('2026-11-21')).toBe('Nov 21, 2026');
    expect(formatMonth('2026-03')).toBe('Mar 2026');
  });

  it('write once what both ends of a range share', () => {
    expect(formatRange('2026-11-01', '2026-11-21')).toBe('Nov 1 – 21, 2026');
    expect(formatRange('2025-11-22', '2026-11-21')).toBe('Nov 22, 2025 – Nov 21, 2026');
  });

  it('say an instant in the organisation\'s time, with the zone named', () => {
    expect(formatInstant('2026-11-21T16:13:00Z', losAngeles).replace('\u202f', ' ')).toBe('Nov 21, 2026, 8:13 AM PST');
    expect(formatInstant('2026-07-01T16:13:00Z', losAngeles).replace('\u202f', ' ')).toBe('Jul 1, 2026, 9:13 AM PDT');
  });

  it('leave the day out when it is today', () => {
    const now = new Date('2026-11-21T20:00:00Z');
    expect(formatMoment('2026-11-21T16:13:00Z', losAngeles, now).replace('\u202f', ' ')).toBe('8:13 AM PST');
    expect(formatMoment('2026-11-21T05:00:00Z', losAngeles, now).replace('\u202f', ' ')).toBe('Nov 20, 9:00 PM PST');
  });

  it('say how long ago', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(formatRelative('2026-11-21T11:59:40Z', now)).toBe('just now');
    expect(formatRelative('2026-11-21T11:57:00Z', now)).toBe('3 minutes ago');
    expect(formatRelative('2026-11-21T12:27:00Z', now)).toBe('in 27 minutes');
    expect(formatRelative('2026-11-20T12:00:00Z', now)).toBe('yesterday');
  });

  it('say how long it took', () => {
    expect(formatDuration('2026-11-21T12:00:00Z', '2026-11-21T12:00:03.240Z')).toBe('3.2 s');
    expect(formatDuration('2026-11-21T12:00:00Z', '2026-11-21T12:01:12Z')).toBe('1 min 12 s');
    expect(formatDuration('2026-11-21T12:00:00Z', '2026-11-21T12:01:59.7Z')).toBe('2 min 0 s');
  });
});
