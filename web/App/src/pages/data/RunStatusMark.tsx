import { Loader } from '@mantine/core';
import { Check, Clock, OctagonPause, X } from 'lucide-react';
import type { RunStatus } from '../../api/types';
import { Status } from '../../ui/Status';
import { statusWords } from './words';

const icons = { succeeded: Check, failed: X, quarantined: OctagonPause, queued: Clock } as const;

export function RunStatusMark({ status, testId }: { status: RunStatus; testId?: string }) {
  const { label, tone } = statusWords[status];
  const Icon = status === 'running' || status === 'publishing' ? null : icons[status];

  return (
    <Status tone={tone} testId={testId ?? 'run-status'} value={status} icon={Icon ? <Icon size={13} strokeWidth={2} aria-hidden /> : <Loader size={11} aria-hidden />}>
      {label}
    </Status>
  );
}
