import { useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, documents } from './client';
import type { PriceContent } from './documents';
import { keys } from './keys';
import { usePaged } from './paging';
import { queryClient } from './queryClient';

export function usePrices() {
  return useQuery({ queryKey: [...keys.prices, 'newest'], queryFn: ({ signal }) => bodyOf(documents.GET('/prices', { signal })) });
}

export function usePriceVersions() {
  return usePaged([...keys.prices, 'versions'], (page, signal) => bodyOf(documents.GET('/prices/versions', { params: { query: page }, signal })));
}

export function useSavePrices() {
  return useMutation({
    mutationFn: (body: { basedOn: number; content: PriceContent; note: string }) => bodyOf(documents.PUT('/prices', { body })),
    // A conflict too: the newest list is what the way out is shown from.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.prices }),
  });
}
