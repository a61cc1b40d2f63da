import type { CallKindPatterns } from '../../api/types';

/** What an event type is by these patterns, as Sync decides it: the first kind of which a part is found in the booking address. */
export function kindOf(address: string | null, kinds: readonly CallKindPatterns[]): string {
  const lower = address?.toLowerCase();
  return kinds.find(({ patterns }) => patterns.some((part) => lower?.includes(part.trim().toLowerCase())))?.kind ?? 'other';
}

export const callKindNames: Record<string, string> = { intro: 'Intro calls', 'design-review': 'Design reviews', other: 'Other' };
