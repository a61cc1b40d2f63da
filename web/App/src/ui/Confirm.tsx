import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Confirm.module.css';
import { Answers, Dialog } from './Dialog';
import { Failed } from './Failed';

interface ConfirmProps {
  title: string;
  about: ReactNode;
  /** What will be done, as a verb: "Remove". */
  word: string;
  pending: boolean;
  problem: Error | null;
  onConfirm: () => void;
  onClose: () => void;
  /** More than a sentence, below it. */
  children?: ReactNode;
}

/** Asks once more before something that cannot be taken back. */
export function Confirm({ title, about, word, pending, problem, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} about={about} onClose={onClose} testId="confirm-dialog">
      {children}
      <Failed cause={problem} />
      <Answers>
        <Button variant="default" onClick={onClose}>
          Keep it as it is
        </Button>
        <Button className={classes.danger} loading={pending} onClick={onConfirm} data-testid="confirm">
          {word}
        </Button>
      </Answers>
    </Dialog>
  );
}
