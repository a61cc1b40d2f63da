import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Confirm } from '../../ui/Confirm';

interface RemoveJobProps {
  id: string;
  /** As it is called in "Remove this …?". */
  what: 'replay' | 'file';
  about: string;
  remove: Pick<UseMutationResult<unknown, Error, string>, 'mutate' | 'isPending' | 'error'>;
  /** Where one goes when it is gone. */
  to: '/qualifier/replays' | '/qualifier/batches';
}

/** Asks first: what a job has found is gone with it. */
export function RemoveJob({ id, what, about, remove, to }: RemoveJobProps) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);

  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)} data-testid={`remove-${what}`}>
        Remove
      </Button>
      {asked && (
        <Confirm
          title={`Remove this ${what}?`}
          about={about}
          word="Remove"
          pending={remove.isPending}
          problem={remove.error}
          onConfirm={() => remove.mutate(id, { onSuccess: () => void navigate({ to }) })}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
