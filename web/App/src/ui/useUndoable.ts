import { useRouter } from '@tanstack/react-router';
import { notifyUndo } from './notifyUndo';

/** For a deed that changes nothing but the address: undone, the address is the one before. Whoever goes on from there has no use for it any more. */
export function useUndoable() {
  const router = useRouter();

  return (title: string, deed: () => void) => {
    const before = router.state.location.href;
    deed();
    const withdraw = notifyUndo(title, () => {
      stop();
      void router.navigate({ href: before, resetScroll: false });
    });
    let after: string | undefined;
    const stop = router.subscribe('onResolved', ({ toLocation }) => {
      after ??= toLocation.href;
      if (toLocation.href !== after) {
        stop();
        withdraw();
      }
    });
  };
}
