import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, qualifier } from './client';
import { keys } from './keys';
import type { Origin } from './qualifier';

/** Whole days of the organisation, both ends included. */
export interface EnquiryFilter {
  from: string;
  to: string;
  /** "3,2" */
  score?: string | undefined;
  fallback?: boolean | undefined;
  origin?: Origin | undefined;
  question?: string | undefined;
  answer?: string | undefined;
  text?: string | undefined;
}

const pageSize = 25;

export function useEnquiries(filter: EnquiryFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.enquiries, 'list', filter],
    queryFn: ({ pageParam, signal }) => bodyOf(qualifier.GET('/enquiries', { params: { query: { ...said(filter), limit: pageSize, ...pageParam } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { after: last.next }),
    placeholderData: keepPreviousData,
  });
}

export function useEnquiry(id: string) {
  return useQuery({
    queryKey: [...keys.enquiries, 'one', id],
    queryFn: ({ signal }) => bodyOf(qualifier.GET('/enquiries/{id}', { params: { path: { id } }, signal })),
  });
}

export function useOutcomes(filter: { from: string; to: string; origin?: Origin | undefined }) {
  return useQuery({
    queryKey: [...keys.enquiries, 'outcomes', filter],
    queryFn: ({ signal }) => bodyOf(qualifier.GET('/outcomes', { params: { query: said(filter) }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Address of a CSV of the decisions with the same filters as the page. */
export function decisionsCsv(filter: EnquiryFilter): string {
  return `/api/qualifier/decisions.csv?${new URLSearchParams(Object.entries(said(filter)).map(([name, value]) => [name, String(value)]))}`;
}

/** What is not filtered is not asked. */
function said<Filter extends object>(filter: Filter): { [Name in keyof Filter]: Exclude<Filter[Name], undefined> } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as { [Name in keyof Filter]: Exclude<Filter[Name], undefined> };
}
