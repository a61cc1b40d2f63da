import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import type { Page } from './accounts';

/** A list that comes page by page, each asked for after the last row of the one before. */
export function usePaged<Item>(queryKey: QueryKey, ask: (page: { after?: string }, signal: AbortSignal) => Promise<Page<Item>>, { enabled = true } = {}) {
  return useInfiniteQuery({
    queryKey,
    enabled,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
  });
}
