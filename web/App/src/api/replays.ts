import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, qualifier } from './client';
import { keys } from './keys';
import { usePaged } from './paging';
import type { JobState, StartReplay } from './qualifier';
import { queryClient } from './queryClient';

const again = () => queryClient.invalidateQueries({ queryKey: keys.replays });

/** Live events keep a running job fresh; asking now and then covers a stream that is being reconnected. */
export function whileRunning(state: JobState | undefined): number | false {
  return state === 'queued' || state === 'running' ? 10_000 : false;
}

export function useReplays() {
  return usePaged([...keys.replays, 'list'], (page, signal) => bodyOf(qualifier.GET('/replays', { params: { query: page }, signal })));
}

export function useReplay(id: string) {
  return useQuery({
    queryKey: [...keys.replays, 'one', id],
    queryFn: ({ signal }) => bodyOf(qualifier.GET('/replays/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => whileRunning(state.data?.replay.state),
  });
}

export function useReplayMoves(id: string, cell: { from?: number; to?: number }) {
  return usePaged([...keys.replays, 'moves', id, cell], async ({ after }, signal) => {
    const query = { ...cell, ...(after === undefined ? {} : { after: Number(after) }) };
    const { items, next } = await bodyOf(qualifier.GET('/replays/{id}/moves', { params: { path: { id }, query }, signal }));
    return { items, next: next === null ? null : String(next) };
  });
}

/** What it would read and cost; nothing is asked for null. */
export function useReplayEstimate(body: StartReplay | null) {
  return useQuery({
    queryKey: [...keys.replays, 'estimate', body],
    queryFn: ({ signal }) => bodyOf(qualifier.POST('/replays/estimate', { body: body!, signal })),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useStartReplay() {
  return useMutation({ mutationFn: (body: StartReplay) => bodyOf(qualifier.POST('/replays', { body })), onSuccess: again });
}

export function useCancelReplay() {
  return useMutation({ mutationFn: (id: string) => qualifier.POST('/replays/{id}/cancellation', { params: { path: { id } } }), onSettled: again });
}

export function useRemoveReplay() {
  return useMutation({
    mutationFn: (id: string) => qualifier.DELETE('/replays/{id}', { params: { path: { id } } }),
    // Its own page would ask for what is gone.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...keys.replays, 'list'] }),
  });
}
