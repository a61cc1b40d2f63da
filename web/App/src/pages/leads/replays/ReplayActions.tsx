import { Button } from '@mantine/core';
import type { Replay } from '../../../api/qualifier';
import { useCancelReplay, useRemoveReplay } from '../../../api/replays';
import { mayManage, useSession } from '../../../api/session';
import { notifyProblem } from '../../../ui/notifyProblem';
import { isUnderWay } from '../job';
import { RemoveJob } from '../RemoveJob';

export function ReplayActions({ replay }: { replay: Replay }) {
  const { user } = useSession();
  const cancel = useCancelReplay();
  const remove = useRemoveReplay();

  if (!mayManage(user.role)) {
    return null;
  }

  return isUnderWay(replay.state) ? (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(replay.id, { onError: notifyProblem })} data-testid="cancel-replay">
      Cancel
    </Button>
  ) : (
    <RemoveJob id={replay.id} what="replay" about="Its result is gone then. The enquiries and their decisions stay." remove={remove} to="/qualifier/replays" />
  );
}
