import type { CallKind, CallOutcome } from '../../api/types';

export const outcomeWords: Record<CallOutcome, string> = { held: 'Held', 'no-show': 'No-show', canceled: 'Cancelled', upcoming: 'Upcoming' };

export const kindWords: Record<CallKind, string> = { intro: 'Intro call', 'design-review': 'Design review', other: 'Other' };

/** 1 is Monday. */
export const weekdayWords = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** 18 is 6 PM: the hour that begins then. */
export function hourWords(hour: number): string {
  return `${hour % 12 === 0 ? 12 : hour % 12} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** The last group holds all that is longer. */
export function daysWords(days: number): string {
  return days >= 14 ? '14 or more days' : days === 0 ? 'the same day' : days === 1 ? '1 day' : `${days} days`;
}
