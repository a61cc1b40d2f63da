import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, sync } from './client';
import { keys } from './keys';
import { queryClient } from './queryClient';
import type { CallKindPatterns, NewCredential, RunMode, RunProgressed, Vendor } from './types';

const pageSize = 20;

export function useSources({ enabled = true } = {}) {
  return useQuery({
    enabled,
    queryKey: keys.sources,
    queryFn: ({ signal }) => bodyOf(sync.GET('/sources', { signal })),
    // Live events keep this fresh; asking every minute covers a stream that is being reconnected.
    refetchInterval: 60_000,
  });
}

/** How long changes take to get here. Live events bring the newest; the spread is asked for every minute. */
export function useLag() {
  return useQuery({
    queryKey: keys.lag,
    queryFn: ({ signal }) => bodyOf(sync.GET('/lag', { signal })),
    refetchInterval: 60_000,
  });
}

export function useRuns(source: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...keys.runs, { source }],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(sync.GET('/runs', { params: { query: { ...(source ? { source } : {}), limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
  });
}

export function useRun(id: string) {
  return useQuery({
    queryKey: [...keys.runs, id],
    queryFn: ({ signal }) => bodyOf(sync.GET('/runs/{id}', { params: { path: { id } }, signal })),
  });
}

export function useOpenDrift() {
  return useInfiniteQuery({
    queryKey: keys.drift,
    queryFn: ({ pageParam, signal }) =>
      bodyOf(sync.GET('/drift', { params: { query: { status: 'open', limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
  });
}

/** The latest live event about a source's run; undefined until one arrives. */
export function useProgress(sourceId: string): RunProgressed | undefined {
  const { data } = useQuery<RunProgressed | null>({
    queryKey: keys.progress(sourceId),
    queryFn: () => null,
    enabled: false,
    staleTime: Infinity,
  });
  return data ?? undefined;
}

export function useStartRun() {
  return useMutation({
    mutationFn: ({ sourceId, mode }: { sourceId: string; mode: RunMode }) =>
      bodyOf(sync.POST('/sources/{id}/runs', { params: { path: { id: sourceId } }, body: { mode } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.sync }),
  });
}

export function useDecideDrift() {
  return useMutation({
    mutationFn: ({ id, accept }: { id: string; accept: boolean }) =>
      accept
        ? sync.POST('/drift/{id}/acceptance', { params: { path: { id } } })
        : sync.POST('/drift/{id}/dismissal', { params: { path: { id } } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.sync }),
  });
}

/** Which booking addresses mean which kind of call. */
export function useCallKinds(sourceId: string) {
  return useQuery({
    queryKey: keys.callKinds(sourceId),
    queryFn: ({ signal }) => bodyOf(sync.GET('/sources/{id}/call-kinds', { params: { path: { id: sourceId } }, signal })),
  });
}

export function useChangeCallKinds(sourceId: string) {
  return useMutation({
    mutationFn: (kinds: CallKindPatterns[]) => bodyOf(sync.PUT('/sources/{id}/call-kinds', { params: { path: { id: sourceId } }, body: { kinds } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.sync }),
  });
}

const credentialsAgain = () => queryClient.invalidateQueries({ queryKey: keys.credentials });

export function useCredentials() {
  return useQuery({ queryKey: keys.credentials, queryFn: ({ signal }) => bodyOf(sync.GET('/credentials', { signal })) });
}

export function useSetCredential() {
  return useMutation({
    mutationFn: ({ vendor, ...body }: NewCredential & { vendor: Vendor }) => sync.PUT('/credentials/{vendor}', { params: { path: { vendor } }, body }),
    onSuccess: credentialsAgain,
    // What was written is a secret; nothing of it is kept once the form is gone.
    gcTime: 0,
  });
}

export function useRemoveCredential() {
  return useMutation({ mutationFn: (vendor: Vendor) => sync.DELETE('/credentials/{vendor}', { params: { path: { vendor } } }), onSettled: credentialsAgain });
}

export function useTestCredential() {
  return useMutation({
    mutationFn: (vendor: Vendor) => bodyOf(sync.POST('/credentials/{vendor}/test', { params: { path: { vendor } } })),
    onSettled: credentialsAgain,
  });
}
