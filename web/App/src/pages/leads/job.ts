import type { JobState } from '../../api/qualifier';
import { count } from '../../format/numbers';
import type { Tone } from '../../ui/Status';

/** How replays and batches stand. */
export const stateWords: Record<JobState, { label: string; tone: Tone }> = {
  queued: { label: 'Waiting', tone: 'plain' },
  running: { label: 'Running', tone: 'plain' },
  succeeded: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  stopped: { label: 'Stopped', tone: 'wait' },
  canceled: { label: 'Canceled', tone: 'wait' },
};

export function isUnderWay(state: JobState): boolean {
  return state === 'queued' || state === 'running';
}

/** "300 of 1,204 enquiries." */
export function progressWords({ state, done, total }: { state: JobState; done: number; total: number }, what: string): string {
  return state === 'queued' ? `Waiting for its turn: ${count(total)} ${what}.` : `${count(done)} of ${count(total)} ${what}.`;
}

/** 0 to 100. */
export function partDone({ done, total }: { done: number; total: number }): number {
  return total === 0 ? 0 : Math.min(100, (done / total) * 100);
}

/** About $0.22; nothing is said of costs that are none. */
export function costWords(dollars: number): string {
  return dollars === 0 ? 'nothing' : dollars < 0.01 ? 'less than a cent' : `$${dollars.toFixed(2)}`;
}
