import { Skeleton } from '@mantine/core';
import type { StartReplay } from '../../../api/qualifier';
import { useReplayEstimate } from '../../../api/replays';
import { count } from '../../../format/numbers';
import form from '../../../ui/Form.module.css';
import { QueryState } from '../../../ui/QueryState';
import { costWords } from '../job';

/** What a replay would read and cost, before it is started. */
export function Estimate({ of, isAsNow }: { of: StartReplay | null; isAsNow: boolean }) {
  const estimate = useReplayEstimate(of);

  return of === null ? null : (
    <div aria-live="polite" data-testid="estimate">
      <QueryState of={estimate} loading={<Skeleton h={22} />}>
        {({ enquiries, modelCalls, estimatedCostUsd, costLimitUsd }) => (
          <p className={form.text}>
            {count(enquiries)} {enquiries === 1 ? 'enquiry' : 'enquiries'}.{' '}
            {modelCalls === 0
              ? 'The model is not asked again, so it costs nothing.'
              : `The model is asked ${count(modelCalls)} times, for about ${costWords(estimatedCostUsd)}; beyond ${costWords(costLimitUsd)} it stops.`}
            {isAsNow && ' These are the thresholds in force: only what was decided under older ones would move.'}
          </p>
        )}
      </QueryState>
    </div>
  );
}
