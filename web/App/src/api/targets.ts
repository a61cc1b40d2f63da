import { useMutation, useQuery } from '@tanstack/react-query';
import { analytics, bodyOf } from './client';
import type { components } from './generated/analytics';
import { keys } from './keys';
import { queryClient } from './queryClient';

export type TargetOfMonth = components['schemas']['TargetOfMonth'];

export function useTargets(year: number) {
  return useQuery({
    queryKey: [...keys.analytics, 'targets', year],
    queryFn: ({ signal }) => bodyOf(analytics.GET('/targets', { params: { query: { year } }, signal })),
  });
}

/** The months that are sent; a month of which everything is null has no target any more. */
export function useSaveTargets() {
  return useMutation({
    mutationFn: (items: TargetOfMonth[]) => bodyOf(analytics.PUT('/targets', { body: { items } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.analytics }),
  });
}
