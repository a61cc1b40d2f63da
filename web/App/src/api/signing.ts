import { useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, documents } from './client';
import type { Signature, SignatureState, Signer } from './documents';
import { keys } from './keys';
import { Problem } from './problem';
import { queryClient } from './queryClient';

/** Never sent, or never copied, is an answer and no failure. */
async function orNull<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof Problem && cause.status === 404) {
      return null;
    }

    throw cause;
  }
}

const passing: readonly SignatureState[] = ['sending', 'completing', 'voiding'];

/** Null where it was never sent, which the document knows. Live events keep it fresh; asking now and then covers a stream that is being reconnected. */
export function useSignature(id: string, { enabled }: { enabled: boolean }) {
  return useQuery({
    queryKey: keys.signature(id),
    queryFn: ({ signal }) => orNull(bodyOf(documents.GET('/documents/{id}/signature', { params: { path: { id } }, signal }))),
    refetchInterval: ({ state: { data } }) => (data && passing.includes(data.state) ? 5000 : false),
    enabled,
  });
}

/** The answer says how it stands; the document and the list of documents say so too. */
function shown(id: string) {
  return (signature: Signature) => {
    queryClient.setQueryData(keys.signature(id), signature);
    void queryClient.invalidateQueries({ queryKey: keys.document(id) });
    void queryClient.invalidateQueries({ queryKey: keys.documentList });
  };
}

const again = (id: string) => () => queryClient.invalidateQueries({ queryKey: keys.signature(id) });

export function useSendForSignature(id: string) {
  return useMutation({
    mutationFn: (body: { signers: Signer[]; subject: string | null; message: string | null }) => bodyOf(documents.POST('/documents/{id}/signature', { params: { path: { id } }, body })),
    onSuccess: shown(id),
    onError: again(id),
  });
}

export function useVoidSignature(id: string) {
  return useMutation({
    mutationFn: (reason: string) => bodyOf(documents.POST('/documents/{id}/signature/void', { params: { path: { id } }, body: { reason } })), onSuccess: shown(id), onError: again(id),
  });
}

/** Takes an open invitation back first, so that nobody holds two. */
export function useResendSignature(id: string) {
  return useMutation({ mutationFn: () => bodyOf(documents.POST('/documents/{id}/signature/resend', { params: { path: { id } }, body: { reason: null } })), onSuccess: shown(id), onError: again(id) });
}

/** Null where the deck was never copied to Google Slides. */
export function useSlides(id: string, { enabled }: { enabled: boolean }) {
  return useQuery({
    queryKey: keys.slides(id),
    queryFn: ({ signal }) => orNull(bodyOf(documents.GET('/documents/{id}/slides', { params: { path: { id } }, signal }))),
    refetchInterval: ({ state: { data } }) => (data?.state === 'waiting' ? 3000 : false),
    enabled,
  });
}

export function useMakeSlides(id: string) {
  return useMutation({
    mutationFn: () => bodyOf(documents.POST('/documents/{id}/slides', { params: { path: { id } } })),
    onSuccess: (copy) => queryClient.setQueryData(keys.slides(id), copy),
  });
}
