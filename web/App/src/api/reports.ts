import { useMutation, useQuery } from '@tanstack/react-query';
import type { components } from './generated/accounts';
import { accounts, bodyOf } from './client';
import { keys } from './keys';
import { queryClient } from './queryClient';

export type Report = components['schemas']['ReportInfo'];
export type ReportEntry = components['schemas']['ReportEntry'];

/** What the SEO page embeds. */
export function useReports() {
  return useQuery({ queryKey: keys.reports, queryFn: ({ signal }) => bodyOf(accounts.GET('/organisations/current/reports', { signal })) });
}

/** All of them at once, in their order. */
export function useSaveReports() {
  return useMutation({
    mutationFn: (items: ReportEntry[]) => bodyOf(accounts.PUT('/organisations/current/reports', { body: { items } })),
    onSuccess: (saved) => queryClient.setQueryData(keys.reports, saved),
  });
}
