import type { Drift, RunMode, RunStatus, RunSummary } from '../../api/types';
import type { Tone } from '../../ui/Status';

export const statusWords: Record<RunStatus, { label: string; tone: Tone }> = {
  queued: { label: 'Waiting', tone: 'plain' },
  running: { label: 'Reading', tone: 'plain' },
  publishing: { label: 'Publishing', tone: 'plain' },
  succeeded: { label: 'Succeeded', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  quarantined: { label: 'Quarantined', tone: 'wait' },
};

export const modeWords: Record<RunMode, string> = { full: 'Full', incremental: 'Changes only' };

export const triggerWords: Record<RunSummary['trigger'], string> = {
  schedule: 'Schedule', person: 'A person', webhook: 'The source', start: 'First start',
};

export const driftWords: Record<Drift['kind'], string> = { renamed: 'Renamed', retyped: 'Changed type', missing: 'Missing' };
