import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RefreshCw } from 'lucide-react';
import { useStanding } from '../api/standing';
import { mayAdminister, mayManage, useSession } from '../api/session';
import { useStartRun } from '../api/sync';
import type { EmptyAnswer, FigurePage } from '../api/types';
import { Empty } from './Empty';
import { notifyProblem } from './notifyProblem';

/** Instead of an empty page of figures: what stands in the way, and the way out, at hand for those who may go it. */
export function EmptyFigures({ page, empty }: { page: FigurePage; empty: EmptyAnswer }) {
  const { role } = useSession().user;
  const nothing = empty.cause === 'nothing-stored';
  const { data: standing } = useStanding(page, nothing);
  const run = useStartRun();

  if (!nothing || standing === undefined) {
    return <Empty reason={empty.reason} wayOut={empty.wayOut} linkToData={nothing} />;
  }

  const { cause, reason, wayOut, source } = standing;
  return (
    <Empty
      reason={reason}
      wayOut={wayOut}
      linkToData={cause !== 'no-source'}
      action={
        source !== null && mayManage(role) ? (
          <Button
            size="sm"
            leftSection={<RefreshCw size={14} strokeWidth={1.75} />}
            loading={run.isPending}
            onClick={() => run.mutate({ sourceId: source, mode: 'full' }, { onError: notifyProblem })}
            data-testid="run-sync"
          >
            Run the sync
          </Button>
        ) : (
          cause === 'no-source' && mayAdminister(role) && <Link to="/settings/credentials">Open Credentials</Link>
        )
      }
    />
  );
}
