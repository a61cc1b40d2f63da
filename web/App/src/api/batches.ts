import { useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, qualifier } from './client';
import { keys } from './keys';
import { usePaged } from './paging';
import { queryClient } from './queryClient';
import { whileRunning } from './replays';

const again = () => queryClient.invalidateQueries({ queryKey: keys.batches });

export function useBatches() {
  return usePaged([...keys.batches, 'list'], (page, signal) => bodyOf(qualifier.GET('/batches', { params: { query: page }, signal })));
}

export function useBatch(id: string) {
  return useQuery({
    queryKey: [...keys.batches, 'one', id],
    queryFn: ({ signal }) => bodyOf(qualifier.GET('/batches/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => whileRunning(state.data?.batch.state),
  });
}

export function useBatchErrors(id: string) {
  return usePaged([...keys.batches, 'errors', id], async ({ after }, signal) => {
    const query = after === undefined ? {} : { after: Number(after) };
    const { items, next } = await bodyOf(qualifier.GET('/batches/{id}/errors', { params: { path: { id }, query }, signal }));
    return { items, next: next === null ? null : String(next) };
  });
}

export function useUploadBatch() {
  return useMutation({
    mutationFn: (file: File) =>
      bodyOf(
        qualifier.POST('/batches', {
          // The document says "binary", which its types write as a string; the form below is what is sent.
          body: '',
          bodySerializer: () => {
            const form = new FormData();
            form.append('file', file);
            return form;
          },
        }),
      ),
    onSuccess: again,
  });
}

export function useCancelBatch() {
  return useMutation({ mutationFn: (id: string) => qualifier.POST('/batches/{id}/cancellation', { params: { path: { id } } }), onSettled: again });
}

export function useRemoveBatch() {
  return useMutation({
    mutationFn: (id: string) => qualifier.DELETE('/batches/{id}', { params: { path: { id } } }),
    // Its own page would ask for what is gone.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...keys.batches, 'list'] }),
  });
}

/** The rows as they were sent, with score, confidence and reason beside each. */
export function resultAddress(id: string): string {
  return `/api/qualifier/batches/${encodeURIComponent(id)}/result.xlsx`;
}
