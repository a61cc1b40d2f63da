import { useMutation, useQuery } from '@tanstack/react-query';
import type { AuditQuery, NewApiClient } from './accounts';
import { accounts, bodyOf } from './client';
import { keys } from './keys';
import { usePaged } from './paging';
import { queryClient } from './queryClient';

const again = (queryKey: readonly string[]) => () => queryClient.invalidateQueries({ queryKey });

export function useOrganisation() {
  return useQuery({ queryKey: keys.organisation, queryFn: ({ signal }) => bodyOf(accounts.GET('/organisations/current', { signal })) });
}

export function useChangeOrganisation() {
  return useMutation({
    // What is null stays as it is.
    mutationFn: ({ name = null, timeZone = null, currency = null }: { name?: string | null; timeZone?: string | null; currency?: string | null }) =>
      accounts.PATCH('/organisations/current', { body: { name, timeZone, currency } }),
    onSuccess: () => Promise.all([again(keys.organisation)(), again(keys.session)(), again(keys.profile)()]),
  });
}

export function usePeople({ enabled = true } = {}) {
  return usePaged(keys.people, (page, signal) => bodyOf(accounts.GET('/people', { params: { query: page }, signal })), { enabled });
}

export function useChangePerson() {
  return useMutation({
    // What is null stays as it is.
    mutationFn: ({ id, ...body }: { id: string; role: string | null; salesNames: string[] | null }) => accounts.PATCH('/people/{id}', { params: { path: { id } }, body }),
    onSettled: again(keys.people),
  });
}

export function useRemovePerson() {
  return useMutation({ mutationFn: (id: string) => accounts.DELETE('/people/{id}', { params: { path: { id } } }), onSettled: again(keys.people) });
}

export function useInvitations() {
  return usePaged(keys.invitations, (page, signal) => bodyOf(accounts.GET('/invitations', { params: { query: page }, signal })));
}

export function useInvite() {
  return useMutation({ mutationFn: (body: { email: string; role: string }) => bodyOf(accounts.POST('/invitations', { body })), onSuccess: again(keys.invitations) });
}

export function useResendInvitation() {
  return useMutation({ mutationFn: (id: string) => accounts.POST('/invitations/{id}/sending', { params: { path: { id } } }), onSettled: again(keys.invitations) });
}

export function useCancelInvitation() {
  return useMutation({ mutationFn: (id: string) => accounts.DELETE('/invitations/{id}', { params: { path: { id } } }), onSettled: again(keys.invitations) });
}

export function useApiClients() {
  return usePaged(keys.apiClients, (page, signal) => bodyOf(accounts.GET('/api-clients', { params: { query: page }, signal })));
}

// gcTime 0 where a secret comes back: what is shown once is not kept once it is closed.
export function useCreateApiClient() {
  return useMutation({ mutationFn: (body: NewApiClient) => bodyOf(accounts.POST('/api-clients', { body })), onSuccess: again(keys.apiClients), gcTime: 0 });
}

export function useRotateSecret() {
  return useMutation({ mutationFn: (id: string) => bodyOf(accounts.POST('/api-clients/{id}/secret', { params: { path: { id } } })), onSettled: again(keys.apiClients), gcTime: 0 });
}

export function useRevokeApiClient() {
  return useMutation({ mutationFn: (id: string) => accounts.DELETE('/api-clients/{id}', { params: { path: { id } } }), onSettled: again(keys.apiClients) });
}

export function useSiteKeys() {
  return usePaged(keys.siteKeys, (page, signal) => bodyOf(accounts.GET('/site-keys', { params: { query: page }, signal })));
}

export function useCreateSiteKey() {
  return useMutation({ mutationFn: (body: { name: string; origins: string[] }) => bodyOf(accounts.POST('/site-keys', { body })), onSuccess: again(keys.siteKeys) });
}

export function useRevokeSiteKey() {
  return useMutation({ mutationFn: (id: string) => accounts.DELETE('/site-keys/{id}', { params: { path: { id } } }), onSettled: again(keys.siteKeys) });
}

export function useAudit(query: AuditQuery) {
  return usePaged([...keys.audit, query], (page, signal) => bodyOf(accounts.GET('/audit', { params: { query: { ...query, ...page } }, signal })));
}

/** Reads the whole chain, so it is asked for, never fetched along. */
export function useVerifyAudit() {
  return useMutation({ mutationFn: () => bodyOf(accounts.GET('/audit/verification')) });
}

export function usePrivacyRequests() {
  return usePaged(keys.privacyRequests, (page, signal) => bodyOf(accounts.GET('/privacy/requests', { params: { query: page }, signal })));
}

export function useExportPerson() {
  // What was found about somebody is saved by the person who asked and kept nowhere else.
  return useMutation({ mutationFn: (email: string) => bodyOf(accounts.POST('/privacy/exports', { body: { email } })), onSettled: again(keys.privacyRequests), gcTime: 0 });
}

export function useErasePerson() {
  return useMutation({ mutationFn: (email: string) => bodyOf(accounts.POST('/privacy/erasures', { body: { email } })), onSettled: again(keys.privacyRequests) });
}

/** Address of the audit as CSV, under the filters of the page. */
export function auditCsvAddress(query: AuditQuery): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined)).toString();
  return `/api/accounts/audit.csv${text === '' ? '' : `?${text}`}`;
}
