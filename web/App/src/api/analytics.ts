import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { analytics, bodyOf } from './client';
import { keys } from './keys';
import type { SalesPeriod } from './types';

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

export function useAdsDays(filter: AdsFilter, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.analytics, 'ads-days', filter],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/ads/days', { params: { query: filter }, signal })),
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

/** Address of a CSV with the same filters as the page. */
export function csvAddress(path: 'ads/campaigns.csv' | 'sales/deals.csv', filter: AdsFilter | SalesFilter, sort?: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, sort })) {
    for (const each of [value ?? []].flat()) {
      query.append(name, each);
    }
  }

  return `/api/analytics/${path}?${query}`;
}
