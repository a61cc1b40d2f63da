import { Button } from '@mantine/core';
import { Goal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { mayManage, useSession } from '../../api/session';

const TargetsDialog = lazy(() => import('./TargetsDialog'));

/** Sets what is meant to be reached; for those who may say that. */
export function TargetsButton() {
  const { role } = useSession().user;
  const [open, setOpen] = useState(false);
  if (!mayManage(role)) {
    return null;
  }

  return (
    <>
      <Button variant="default" size="xs" leftSection={<Goal size={14} strokeWidth={1.75} />} onClick={() => setOpen(true)} data-testid="targets">
        Targets
      </Button>
      {open && (
        <Suspense>
          <TargetsDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
