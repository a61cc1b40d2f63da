import type { CallOutcome } from '../../api/types';
import { Status } from '../../ui/Status';
import { outcomeWords } from './words';

const tones = { held: 'good', 'no-show': 'bad', canceled: 'wait', upcoming: 'plain' } as const satisfies Record<CallOutcome, string>;

export function OutcomeMark({ outcome, testId }: { outcome: CallOutcome; testId?: string }) {
  return <Status tone={tones[outcome]} {...(testId ? { testId } : {})}>{outcomeWords[outcome]}</Status>;
}
