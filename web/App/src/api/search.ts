import { useQuery } from '@tanstack/react-query';
import { analytics, bodyOf, documents } from './client';
import { keys } from './keys';

/** Fewer letters than this begin too many names. */
export const fewestLetters = 2;

/** Leads, campaigns and documents that a text finds; both services are asked at once, and one may fail without the other. */
export function useSearch(text: string, { enabled }: { enabled: boolean }) {
  const asked = { enabled: enabled && text.length >= fewestLetters, staleTime: 15_000, gcTime: 60_000 };
  const query = { text: text.slice(0, 100) };
  const figures = useQuery({ queryKey: [...keys.search, 'analytics', text], queryFn: ({ signal }) => bodyOf(analytics.GET('/search', { params: { query }, signal })), ...asked });
  const made = useQuery({ queryKey: [...keys.search, 'documents', text], queryFn: ({ signal }) => bodyOf(documents.GET('/documents/search', { params: { query }, signal })), ...asked });

  return {
    leads: figures.data?.leads ?? [],
    campaigns: figures.data?.campaigns ?? [],
    documents: made.data?.items ?? [],
    pending: figures.isFetching || made.isFetching,
    failed: figures.isError || made.isError,
    again: () => void Promise.all([figures, made].filter(({ isError }) => isError).map(({ refetch }) => refetch())),
  };
}
