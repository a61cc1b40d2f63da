import { Loader } from '@mantine/core';
import { Check, CircleSlash, Clock, OctagonPause, X } from 'lucide-react';
import type { JobState } from '../../api/qualifier';
import { Status } from '../../ui/Status';
import { stateWords } from './job';

const icons = { succeeded: Check, failed: X, stopped: OctagonPause, canceled: CircleSlash, queued: Clock } as const;

export function JobMark({ state, testId = 'job-state' }: { state: JobState; testId?: string }) {
  const { label, tone } = stateWords[state];
  const Icon = state === 'running' ? null : icons[state];

  return (
    <Status tone={tone} testId={testId} value={state} icon={Icon ? <Icon size={13} strokeWidth={2} aria-hidden /> : <Loader size={11} aria-hidden />}>
      {label}
    </Status>
  );
}
