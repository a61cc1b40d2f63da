import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Replay } from '../../../api/qualifier';
import { useCancelReplay, useRemoveReplay } from '../../../api/replays';
import { mayManage, useSession } from '../../../api/session';
import { Confirm } from '../../../ui/Confirm';
import { notifyProblem } from '../../../ui/notifyProblem';
import { isUnderWay } from '../job';

export function ReplayActions({ replay }: { replay: Replay }) {
  const { user } = useSession();
  const navigate = useNavigate();
  const cancel = useCancelReplay();
  const remove = useRemoveReplay();
  const [asked, setAsked] = useState(false);

  if (!mayManage(user.role)) {
    return null;
  }

  return isUnderWay(replay.state) ? (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(replay.id, { onError: notifyProblem })} data-testid="cancel-replay">
      Cancel
    </Button>
  ) : (
    <>
      <Button variant="default" onClick={() => setAsked(true)} data-testid="remove-replay">
        Remove
      </Button>
      {asked && (
        <Confirm
          title="Remove this replay?"
          about="Its result is gone then. The enquiries and their decisions stay."
          word="Remove"
          pending={remove.isPending}
          problem={remove.error}
          onConfirm={() => remove.mutate(replay.id, { onSuccess: () => navigate({ to: '/qualifier/replays' }) })}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
