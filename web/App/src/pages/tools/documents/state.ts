import type { DocumentItem, DocumentProgressed, DocumentState, SignatureState } from '../../../api/documents';
import { count } from '../../../format/numbers';
import type { Tone } from '../../../ui/Status';

export const stateWords: Readonly<Record<DocumentState, { label: string; tone: Tone }>> = {
  queued: { label: 'Waiting', tone: 'plain' },
  working: { label: 'Being made', tone: 'plain' },
  ready: { label: 'Ready', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  canceled: { label: 'Canceled', tone: 'wait' },
};

export const signatureWords: Readonly<Record<SignatureState, { label: string; tone: Tone }>> = {
  sending: { label: 'Being sent', tone: 'plain' },
  sent: { label: 'Waiting for signature', tone: 'wait' },
  viewed: { label: 'Opened, not yet signed', tone: 'wait' },
  signed: { label: 'Signed', tone: 'good' },
  declined: { label: 'Declined', tone: 'bad' },
  voided: { label: 'Voided', tone: 'plain' },
  expired: { label: 'Expired', tone: 'bad' },
  failed: { label: 'Not sent', tone: 'bad' },
};

const stepWords: Readonly<Record<string, string>> = {
  writing: 'Filling in the template', converting: 'Turning it into a PDF', storing: 'Storing the files', sending: 'Sending it for signature', slides: 'Copying it to Google Slides',
};

/** The steps of a document in order, for showing how far it is. */
export const steps = ['queued', 'writing', 'converting', 'storing'] as const;

export function isUnderWay(state: DocumentState): boolean {
  return state === 'queued' || state === 'working';
}

/** What stands for a step that this page does not know is the service's own word. */
export function wordsOfStep(step: string): string {
  return stepWords[step] ?? step.charAt(0).toUpperCase() + step.slice(1).replaceAll(/[-_]/g, ' ');
}

/** "2 before it in line." A document as the newest of answer and live event says it is. */
export function progressOf(document: Pick<DocumentItem, 'state' | 'step'> & { queuePosition?: number | null }, live: DocumentProgressed | undefined): { state: DocumentState; words: string } {
  // An answer that says it is done is never older than what was said on the way.
  const now = live && isUnderWay(document.state) ? live : document;
  const state = now.state;
  const before = now.queuePosition ?? null;
  return {
    state,
    words: state === 'queued' ? (before === null ? 'Waiting for its turn' : before === 0 ? 'Next in line' : `${count(before)} before it in line`) : state === 'working' ? `${wordsOfStep(now.step ?? 'writing')}${before ? `, ${count(before)} before it` : ''}` : stateWords[state].label,
  };
}

/** How many of the steps are behind it. */
export function stepsDone(state: DocumentState, step: string | null): number {
  if (state === 'ready') {
    return steps.length;
  }

  if (state === 'queued') {
    return 0;
  }

  const at = (steps as readonly string[]).indexOf(step ?? 'writing');
  // A step this page does not know comes after those it does.
  return at < 0 ? steps.length - 1 : at;
}

export function mayBeSigned(state: SignatureState | undefined): boolean {
  return state === undefined || state === 'voided' || state === 'declined' || state === 'expired' || state === 'failed';
}

export function isWaiting(state: SignatureState | undefined): boolean {
  return state === 'sending' || state === 'sent' || state === 'viewed';
}

/** 24 KB, 1.2 MB. */
export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
