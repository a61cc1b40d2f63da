import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { analytics, bodyOf } from './client';
import { keys } from './keys';
import type { AnalyticsPaths } from './types';

/** Days and filters of a page. */
export type ExplainFilter = NonNullable<AnalyticsPaths['/explain/{figure}']['get']['parameters']['query']>;

const pageSize = 25;

export function useExplanation(figure: string, filter: ExplainFilter) {
  return useQuery({
    queryKey: [...keys.analytics, 'explanation', figure, filter],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/explain/{figure}', { params: { path: { figure }, query: filter }, signal })),
  });
}

export function useExplainedRows(figure: string, filter: ExplainFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.analytics, 'explained-rows', figure, filter],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(analytics.GET('/explain/{figure}/rows', { params: { path: { figure }, query: { ...filter, limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
    placeholderData: keepPreviousData,
  });
}

/** Address of a file of all the rows. */
export function explainedRowsAddress(figure: string, format: 'csv' | 'xlsx', filter: ExplainFilter): string {
  return `/api/analytics/explain/${figure}/rows.${format}?${queryOf(filter)}`;
}

/** A filter as a query, each value by itself. */
export function queryOf(filter: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    for (const each of [value ?? []].flat()) {
      query.append(name, String(each));
    }
  }

  return query.toString();
}
