import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { analytics, bodyOf } from './client';
import { queryOf } from './explain';
import { keys } from './keys';
import { queryClient } from './queryClient';
import type { CallDay, CallKind, CallOutcome, SalesPeriod, SpendSource } from './types';

export interface AdsFilter {
  from: string;
  to: string;
  channel?: string[] | undefined;
  campaign?: string[] | undefined;
}

export interface SalesFilter {
  from: string;
  to: string;
  rep?: string[] | undefined;
  category?: string[] | undefined;
  channel?: string[] | undefined;
}

export interface CallFilter {
  from: string;
  to: string;
  kind?: CallKind | undefined;
  rep?: string[] | undefined;
  channel?: string[] | undefined;
  campaign?: string[] | undefined;
  source?: string[] | undefined;
  weekday?: number[] | undefined;
  hour?: number[] | undefined;
}

/** The rows behind calls' figures: also by what became of them, under one of their two days. */
export interface CallListFilter extends CallFilter {
  outcome?: CallOutcome | undefined;
  by?: CallDay | undefined;
}

const pageSize = 25;

/** Most days the daily answer carries; longer ranges are drawn by month. */
export const mostDays = 400;

export function useAds(filter: AdsFilter) {
  return useQuery({
    queryKey: [...keys.analytics, 'ads', filter],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/ads', { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** The days, and beside them those they are compared with. */
export function useAdsDays(filter: AdsFilter, against: 'before' | 'last-year', enabled: boolean) {
  return useQuery({
    queryKey: [...keys.analytics, 'ads-days', filter, against],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/ads/days', { params: { query: { ...filter, against } }, signal })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCampaigns(filter: AdsFilter, sort: string) {
  return useInfiniteQuery({
    queryKey: [...keys.analytics, 'campaigns', filter, sort],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(analytics.GET('/ads/campaigns', { params: { query: { ...filter, sort, limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
    placeholderData: keepPreviousData,
  });
}

export function useSales(filter: SalesFilter, period: SalesPeriod) {
  return useQuery({
    queryKey: [...keys.analytics, 'sales', filter, period],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/sales', { params: { query: { ...filter, period } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useDeals(filter: SalesFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.analytics, 'deals', filter],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(analytics.GET('/sales/deals', { params: { query: { ...filter, limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
    placeholderData: keepPreviousData,
  });
}

export function useCalls(filter: CallFilter) {
  return useQuery({
    queryKey: [...keys.analytics, 'calls', filter],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/calls', { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useCallList(filter: CallListFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.analytics, 'call-list', filter],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(analytics.GET('/calls/list', { params: { query: { ...filter, limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
    placeholderData: keepPreviousData,
  });
}

export function useCall(id: string) {
  return useQuery({
    queryKey: [...keys.analytics, 'call', id],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/calls/{id}', { params: { path: { id } }, signal })),
  });
}

/** The board beside Google Ads: only the days that differ. */
export function useReconciliation(range: { from: string; to: string }) {
  return useInfiniteQuery({
    queryKey: [...keys.analytics, 'reconciliation', range],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(analytics.GET('/ads/reconciliation', { params: { query: { ...range, different: true, limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
    placeholderData: keepPreviousData,
  });
}

export function useSetSpendChoice() {
  return useMutation({
    mutationFn: (counts: SpendSource) => bodyOf(analytics.PUT('/ads/spend-choice', { body: { counts } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.analytics }),
  });
}

export function useFilterChoices() {
  return useQuery({
    queryKey: [...keys.analytics, 'filters'],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/filters', { signal })),
    staleTime: 5 * 60_000,
  });
}

/** Every published answer of the demo beside ours. */
export function useDemoTruth() {
  return useQuery({
    queryKey: [...keys.analytics, 'demo-truth'],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/demo-truth', { signal })),
  });
}

/** Address of a file with the same filters as the page. */
export function fileAddress(
  path: 'ads/campaigns' | 'ads/reconciliation' | 'sales/deals' | 'calls/list' | 'new-leads/leads', format: 'csv' | 'xlsx', filter: object, sort?: string,
): string {
  return `/api/analytics/${path}.csv?${queryOf({ ...filter, sort, ...(format === 'xlsx' ? { format } : {}) })}`;
}
