import { useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, documents } from './client';
import type { PriceContent, PriceList } from './documents';
import { keys } from './keys';
import { usePaged } from './paging';
import { queryClient } from './queryClient';

export function usePrices() {
  return useQuery({ queryKey: [...keys.prices, 'newest'], queryFn: async ({ signal }) => (await bodyOf(documents.GET('/prices', { signal }))) as PriceList });
}

export function usePriceVersions() {
  return usePaged([...keys.prices, 'versions'], async ({ after }, signal) => {
    const query = after === undefined ? {} : { after: Number(after) };
    const { items, next } = await bodyOf(documents.GET('/prices/versions', { params: { query }, signal }));
    return { items: items as PriceList[], next: next === null ? null : String(next) };
  });
}

export function useSavePrices() {
  return useMutation({
    mutationFn: (body: { basedOn: number; content: PriceContent; note: string }) => bodyOf(documents.PUT('/prices', { body })),
    // A conflict too: the newest list is what the way out is shown from.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.prices }),
  });
}
