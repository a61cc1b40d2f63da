import type { SavedView } from '../api/accounts';
import { useDeleteView, useSaveView } from '../api/views';
import { notifyProblem } from '../ui/notifyProblem';
import { notifyUndo } from '../ui/notifyUndo';

/** Deletes at once, without asking first: for a while it can be taken back, under the same id. */
export function useRemoveView() {
  const remove = useDeleteView();
  const save = useSaveView();

  // Promises rather than callbacks: the line of a view that is gone is no longer there to be called.
  return ({ id, name, page, period, search, shared, ...rest }: SavedView) =>
    void remove.mutateAsync({ id, name, page, period, search, shared, ...rest }).then(
      () => notifyUndo(`“${name}” is deleted`, () => void save.mutateAsync({ id, name, page, period, search, shared }).catch(notifyProblem)),
      notifyProblem,
    );
}
