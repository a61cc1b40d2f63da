import { useMutation, useQuery } from '@tanstack/react-query';
import type { NewView, SavedView } from './accounts';
import { accounts, bodyOf } from './client';
import { keys } from './keys';
import { queryClient } from './queryClient';

const again = () => queryClient.invalidateQueries({ queryKey: keys.views });

/** Own views and those that are shared, by name. A person keeps at most a hundred, so one page of them is all but always all. */
export function useViews({ enabled = true } = {}) {
  return useQuery({
    queryKey: keys.views,
    queryFn: async ({ signal }) => (await bodyOf(accounts.GET('/views', { params: { query: {} }, signal }))).items.sort((one, other) => one.name.localeCompare(other.name)),
    enabled,
  });
}

/** Under an id of its own, so that it is one view however often it is sent; with the id of one that was deleted, it is back. */
export function useSaveView() {
  return useMutation({ mutationFn: ({ id, ...body }: NewView & { id: string }) => bodyOf(accounts.PUT('/views/{id}', { params: { path: { id } }, body })), onSettled: again });
}

export function useChangeView() {
  return useMutation({
    // What is null stays as it is.
    mutationFn: ({ id, name = null, shared = null }: { id: string; name?: string | null; shared?: boolean | null }) =>
      bodyOf(accounts.PATCH('/views/{id}', { params: { path: { id } }, body: { name, shared } })),
    onSettled: again,
  });
}

export function useDeleteView() {
  return useMutation({ mutationFn: ({ id }: SavedView) => accounts.DELETE('/views/{id}', { params: { path: { id } } }), onSettled: again });
}
