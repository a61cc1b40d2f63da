import { useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, documents } from './client';
import type { Signer } from './documents';
import { keys } from './keys';
import { queryClient } from './queryClient';

const again = () => queryClient.invalidateQueries({ queryKey: keys.documents });

export function useSignature(id: string) {
  return useQuery({
    queryKey: keys.signature(id),
    queryFn: ({ signal }) => bodyOf(documents.GET('/documents/{id}/signature', { params: { path: { id } }, signal })),
  });
}

export function useSendForSignature(id: string) {
  return useMutation({
    mutationFn: (body: { signers: Signer[]; subject?: string; message?: string }) => documents.POST('/documents/{id}/signature', { params: { path: { id } }, body }),
    onSettled: again,
  });
}

export function useVoidSignature(id: string) {
  return useMutation({ mutationFn: (reason: string) => documents.POST('/documents/{id}/signature/void', { params: { path: { id } }, body: { reason } }), onSettled: again });
}

export function useResendSignature(id: string) {
  return useMutation({ mutationFn: () => documents.POST('/documents/{id}/signature/resend', { params: { path: { id } }, body: {} }), onSettled: again });
}
