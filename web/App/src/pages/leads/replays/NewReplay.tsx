import { Skeleton } from '@mantine/core';
import { useRules } from '../../../api/rules';
import { Dialog } from '../../../ui/Dialog';
import { QueryState } from '../../../ui/QueryState';
import { ReplayForm } from './ReplayForm';

interface NewReplayProps {
  onStarted: (id: string) => void;
  onClose: () => void;
}

export function NewReplay({ onStarted, onClose }: NewReplayProps) {
  const rules = useRules();

  return (
    <Dialog title="New replay" about="Past enquiries are decided again. Nobody is told, sent or written to, and what was decided stays." wide onClose={onClose} testId="replay-dialog">
      <QueryState of={rules} loading={<Skeleton h={420} />}>
        {(found) => <ReplayForm rules={found} onStarted={onStarted} onClose={onClose} />}
      </QueryState>
    </Dialog>
  );
}
