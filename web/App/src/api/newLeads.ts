import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { LeadMark } from '../filters/search';
import { analytics, bodyOf } from './client';
import { keys } from './keys';
import type { LeadStage } from './types';

export type NewLeadsFilter = { from: string; to: string; reached?: LeadStage | undefined } & { [mark in LeadMark]?: string[] | undefined };

const pageSize = 25;

/** Most days that the answer carries one by one; longer ranges are shown by week. */
export const mostDays = 400;

export function useNewLeads(filter: NewLeadsFilter) {
  return useQuery({
    queryKey: [...keys.analytics, 'new-leads', filter],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/new-leads', { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useReceivedLeads(filter: NewLeadsFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.analytics, 'new-leads-rows', filter],
    queryFn: ({ pageParam, signal }) => bodyOf(analytics.GET('/new-leads/leads', { params: { query: { ...filter, limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
    placeholderData: keepPreviousData,
  });
}
