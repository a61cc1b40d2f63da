import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, documents } from './client';
import type { Client, DocumentDetails, DocumentFilter, DocumentKind, DocumentProgressed, DocumentState, FileFormat, Inputs, NewDocument } from './documents';
import { keys } from './keys';
import { usePaged } from './paging';
import { queryClient } from './queryClient';

const again = () => queryClient.invalidateQueries({ queryKey: keys.documents });

/** Live events keep a document fresh while it is made; asking now and then covers a stream that is being reconnected. */
function whileMade(state: DocumentState | undefined): number | false {
  return state === 'queued' || state === 'working' ? 5000 : false;
}

function inputsIn({ inputs }: { inputs: unknown }): { inputs: Inputs } {
  return { inputs: inputs as Inputs };
}

export function useDocuments(filter: DocumentFilter, limit?: number) {
  return usePaged([...keys.documentList, filter, limit], (page, signal) =>
    bodyOf(documents.GET('/documents', { params: { query: { ...filter, ...page, ...(limit === undefined ? {} : { limit }) } }, signal })));
}

export function useDocument(id: string) {
  return useQuery({
    queryKey: keys.document(id),
    queryFn: async ({ signal }) => (await bodyOf(documents.GET('/documents/{id}', { params: { path: { id } }, signal }))) as DocumentDetails,
    refetchInterval: ({ state }) => whileMade(state.data?.state),
  });
}

/** The latest live event of a document; undefined before the first. */
export function useDocumentProgress(id: string): DocumentProgressed | undefined {
  const { data } = useQuery<DocumentProgressed | null>({ queryKey: keys.documentProgress(id), queryFn: () => null, enabled: false, staleTime: Infinity });
  return data ?? undefined;
}

export function useDefaults(kind: DocumentKind, from: { lead?: string; deal?: string }, { enabled }: { enabled: boolean }) {
  return useQuery({
    queryKey: [...keys.documentForms, 'defaults', kind, from],
    queryFn: async ({ signal }) => inputsIn(await bodyOf(documents.GET('/defaults', { params: { query: { kind, ...from } }, signal }))),
    enabled,
  });
}

/** What is known of a client, for a form that is already open. */
export function useDefaultsOf(kind: DocumentKind) {
  return useMutation({
    mutationFn: async (client: Client) =>
      inputsIn(await bodyOf(documents.GET('/defaults', { params: { query: { kind, ...(client.kind === 'lead' ? { lead: client.id } : { deal: client.id }) } } }))),
  });
}

/** What the document would be called and cost; nothing is asked for null, and nothing is written. */
export function usePreview(kind: DocumentKind, inputs: Inputs | null) {
  return useQuery({
    queryKey: [...keys.documentForms, 'preview', kind, inputs],
    queryFn: ({ signal }) => bodyOf(documents.POST('/documents/preview', { body: { kind, inputs: inputs! }, signal })),
    enabled: inputs !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useClients(text: string) {
  return useQuery({
    queryKey: [...keys.documentForms, 'clients', text],
    queryFn: ({ signal }) => bodyOf(documents.GET('/clients', { params: { query: { limit: 20, ...(text === '' ? {} : { text }) } }, signal })),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useTemplates() {
  return useQuery({ queryKey: [...keys.documentForms, 'templates'], queryFn: ({ signal }) => bodyOf(documents.GET('/templates', { signal })), staleTime: 10 * 60_000 });
}

export function useMakeDocument() {
  return useMutation({ mutationFn: (body: NewDocument) => bodyOf(documents.POST('/documents', { body })), onSuccess: again });
}

/** A new version of the series, under today's prices and words. */
export function useMakeVersion(id: string) {
  return useMutation({
    mutationFn: (body: { requestKey: string; inputs: Inputs }) => bodyOf(documents.POST('/documents/{id}/versions', { params: { path: { id } }, body })),
    onSuccess: again,
  });
}

export function useComparison(id: string, other: string) {
  return useQuery({
    queryKey: [...keys.document(id), 'comparison', other],
    queryFn: ({ signal }) => bodyOf(documents.GET('/documents/{id}/comparison', { params: { path: { id }, query: { with: other } }, signal })),
  });
}

export function useCancelDocument() {
  return useMutation({ mutationFn: (id: string) => documents.POST('/documents/{id}/cancellation', { params: { path: { id } } }), onSettled: again });
}

export function useRemoveDocument() {
  return useMutation({
    mutationFn: (id: string) => documents.DELETE('/documents/{id}', { params: { path: { id } } }),
    // Its own page would ask for what is gone.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.documentList }),
  });
}

export function fileAddress(id: string, format: FileFormat, { inline = false } = {}): string {
  return `/api/documents/documents/${encodeURIComponent(id)}/files/${format}${inline ? '?inline=true' : ''}`;
}
