import { Loader } from '@mantine/core';
import { Ban, Check, CircleSlash, Clock, PenLine, X } from 'lucide-react';
import type { DocumentState, SignatureState, SignerState } from '../../../api/documents';
import { Status } from '../../../ui/Status';
import { signatureWords, signerWords, stateWords } from './state';

const stateIcons = { queued: Clock, ready: Check, failed: X, canceled: CircleSlash } as const;
const signatureIcons: Partial<Record<SignatureState | SignerState, typeof Check>> = { completed: Check, completing: Check, signed: Check, declined: X, expired: Clock, failed: X, voided: Ban, waiting: Clock };

export function DocumentMark({ state, words }: { state: DocumentState; words?: string }) {
  const Icon = state === 'working' ? null : stateIcons[state];

  return (
    <Status tone={stateWords[state].tone} testId="document-state" value={state} icon={Icon ? <Icon size={13} strokeWidth={2} aria-hidden /> : <Loader size={11} aria-hidden />}>
      {words ?? stateWords[state].label}
    </Status>
  );
}

export function SignatureMark({ state }: { state: SignatureState }) {
  const Icon = signatureIcons[state] ?? PenLine;

  return (
    <Status tone={signatureWords[state].tone} testId="signature-state" value={state} icon={<Icon size={13} strokeWidth={2} aria-hidden />}>
      {signatureWords[state].label}
    </Status>
  );
}

export function SignerMark({ state }: { state: SignerState }) {
  const Icon = signatureIcons[state] ?? PenLine;

  return (
    <Status tone={signerWords[state].tone} testId="signer-state" value={state} icon={<Icon size={13} strokeWidth={2} aria-hidden />}>
      {signerWords[state].label}
    </Status>
  );
}
