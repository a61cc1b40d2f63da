import { useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, signing } from './client';
import type { Signer } from './documents';
import { keys } from './keys';
import { queryClient } from './queryClient';

const again = () => queryClient.invalidateQueries({ queryKey: keys.documents });

export function useSignature(id: string) {
  return useQuery({
    queryKey: keys.signature(id),
    queryFn: ({ signal }) => bodyOf(signing.GET('/documents/{id}/signature', { params: { path: { id } }, signal })),
  });
}

export function useSendForSignature(id: string) {
  return useMutation({
    mutationFn: (body: { signers: Signer[]; subject?: string; message?: string }) => signing.POST('/documents/{id}/signature', { params: { path: { id } }, body }),
    onSettled: again,
  });
}

export function useVoidSignature(id: string) {
  return useMutation({ mutationFn: (reason: string) => signing.POST('/documents/{id}/signature/void', { params: { path: { id } }, body: { reason } }), onSettled: again });
}

export function useResendSignature(id: string) {
  return useMutation({ mutationFn: () => signing.POST('/documents/{id}/signature/resend', { params: { path: { id } }, body: {} }), onSettled: again });
}

/** The same deck in Google Slides; its address comes with the document once Google has copied it. */
export function useMakeSlides() {
  return useMutation({ mutationFn: (id: string) => signing.POST('/documents/{id}/slides', { params: { path: { id } } }), onSettled: again });
}
