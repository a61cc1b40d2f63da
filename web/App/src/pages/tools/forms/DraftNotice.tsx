import { ActionIcon, Button } from '@mantine/core';
import { PencilLine, X } from 'lucide-react';
import { formatRelative } from '../../../format/dates';
import classes from './DraftNotice.module.css';

/** What was written before is there again, and may be left behind. */
export function DraftNotice({ at, onStartOver, onClose }: { at: string; onStartOver: () => void; onClose: () => void }) {
  return (
    <div className={classes.notice} role="status" data-testid="draft-notice">
      <PencilLine size={16} strokeWidth={1.5} aria-hidden />
      <p className={classes.words}>Here is what you wrote {formatRelative(at, new Date())} and have not sent.</p>
      <Button variant="default" size="compact-sm" onClick={onStartOver} data-testid="start-over">
        Start over
      </Button>
      <ActionIcon variant="subtle" color="gray" aria-label="Close this notice" onClick={onClose}>
        <X size={15} strokeWidth={1.75} />
      </ActionIcon>
    </div>
  );
}
