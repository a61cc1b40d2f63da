import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import classes from './notifyDone.module.css';

// One at a time: the last deed is the one that is taken back.
let offered: { id: string; undo: () => void } | undefined;

/**
 * Says that something small was done and offers to take it back. It stays for six seconds, and while it is pointed at or has the focus.
 * @returns What takes the offer away again, once it makes no sense any more.
 */
export function notifyUndo(title: string, undo: () => void): () => void {
  withdraw(offered?.id);
  const id = notifications.show({
    title,
    message: (
      <Button size="compact-sm" variant="default" onClick={undoNow} aria-keyshortcuts="Control+Z Meta+Z" data-testid="undo">
        Undo
      </Button>
    ),
    autoClose: 6000, withBorder: true, closeButtonProps: { 'aria-label': 'Close' }, className: classes.done ?? '',
    onClose: (closed) => {
      if (offered?.id === closed.id) {
        offered = undefined;
      }
    },
  });
  offered = { id, undo };
  return () => withdraw(id);
}

/** @returns Whether there was anything to take back. */
export function undoNow(): boolean {
  const last = offered;
  withdraw(last?.id);
  last?.undo();
  return last !== undefined;
}

function withdraw(id: string | undefined) {
  if (offered !== undefined && offered.id === id) {
    offered = undefined;
    notifications.hide(id);
  }
}
