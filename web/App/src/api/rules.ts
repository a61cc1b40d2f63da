import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, qualifier } from './client';
import { keys } from './keys';
import { usePaged } from './paging';
import type { RuleContent } from './qualifier';
import { queryClient } from './queryClient';

const again = () => queryClient.invalidateQueries({ queryKey: keys.rules });

/** Days of the past that a change is tried on. */
export const previewDays = 90;

export function useRules() {
  return useQuery({ queryKey: [...keys.rules, 'active'], queryFn: ({ signal }) => bodyOf(qualifier.GET('/rules', { signal })) });
}

export function useRuleVersions() {
  return usePaged([...keys.rules, 'versions'], async (page, signal) => {
    const { items, next } = await bodyOf(qualifier.GET('/rules/versions', { params: { query: page.after === undefined ? {} : { after: Number(page.after) } }, signal }));
    return { items, next: next === null ? null : String(next) };
  });
}

/** What these rules would have made of the last days; nothing is asked for null. */
export function useRulesPreview(content: RuleContent | null) {
  return useQuery({
    queryKey: [...keys.rules, 'preview', content],
    queryFn: ({ signal }) => bodyOf(qualifier.POST('/rules/preview', { body: { content: content!, days: previewDays }, signal })),
    enabled: content !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useSaveRules() {
  return useMutation({
    mutationFn: (body: { content: RuleContent; note: string; basedOn: number }) => bodyOf(qualifier.POST('/rules', { body })),
    // Also when it was refused: somebody else's rules are there to be seen then.
    onSettled: again,
  });
}

export function useRestoreRules() {
  return useMutation({ mutationFn: (version: number) => bodyOf(qualifier.POST('/rules/{version}/restoration', { params: { path: { version } } })), onSettled: again });
}
