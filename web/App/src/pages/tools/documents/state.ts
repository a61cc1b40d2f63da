import type { DocumentItem, DocumentProgressed, DocumentState, Signature, SignatureEvent, SignatureFilter, SignatureState, SignerState } from '../../../api/documents';
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
  completing: { label: 'Signed, being fetched', tone: 'good' },
  completed: { label: 'Signed', tone: 'good' },
  declined: { label: 'Declined', tone: 'bad' },
  expired: { label: 'Expired', tone: 'bad' },
  voiding: { label: 'Being taken back', tone: 'plain' },
  voided: { label: 'Voided', tone: 'plain' },
  failed: { label: 'Not sent', tone: 'bad' },
};

export const signatureFilterWords: Readonly<Record<SignatureFilter, string>> = { waiting: 'Waiting for signature', signed: 'Signed', stopped: 'Declined or given up' };

export const signerWords: Readonly<Record<SignerState, { label: string; tone: Tone }>> = {
  waiting: { label: 'Not asked yet', tone: 'plain' },
  invited: { label: 'Asked to sign', tone: 'wait' },
  opened: { label: 'Opened, not yet signed', tone: 'wait' },
  signed: { label: 'Signed', tone: 'good' },
  declined: { label: 'Declined', tone: 'bad' },
  expired: { label: 'Expired', tone: 'bad' },
};

const eventWords: Readonly<Record<string, string>> = {
  requested: 'Asked for', sent: 'Invitations sent', opened: 'Opened', signed: 'Signed', declined: 'Declined', completed: 'Signed by all; the signed PDF is kept', voiding: 'Void asked for', voided: 'Voided',
  expired: 'Expired', failed: 'Could not be sent',
};

/** "Signed by Ada Verre", for what happened; null for what only says that something has. */
export function wordsOfEvent({ kind, role, detail }: SignatureEvent, signers: Signature['signers']): string | null {
  if (kind === 'told') {
    return null;
  }

  const who = role === null ? null : (signers.find((each) => each.role === role)?.name ?? role);
  const words = eventWords[kind] ?? kind;
  return [who === null ? words : `${words} by ${who}`, detail].filter(Boolean).join(': ');
}

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

/** Sent, and not yet signed by all. */
export function isWaiting(state: SignatureState | undefined): boolean {
  return state === 'sending' || state === 'sent';
}

/** It may go out once more: nothing of it is on its way, and not everybody has signed. */
export function mayBeResent(state: SignatureState): boolean {
  return state === 'sent' || state === 'declined' || state === 'expired' || state === 'voided' || state === 'failed';
}

/** 24 KB, 1.2 MB. */
export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
