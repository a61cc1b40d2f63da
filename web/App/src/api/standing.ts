import { useQuery } from '@tanstack/react-query';
import { analytics, bodyOf } from './client';
import { keys } from './keys';
import type { FigurePage } from './types';

/** What stands between a page and its figures. Below sync: each run that ends may have changed it. */
export function useStanding(page: FigurePage, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.sync, 'standing', page],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/standing', { params: { query: { page } }, signal })),
    enabled,
  });
}
