import { useMutation, useQuery } from '@tanstack/react-query';
import { accounts, bodyOf } from './client';
import { keys } from './keys';
import { usePaged } from './paging';
import { queryClient } from './queryClient';

const profileAgain = () => queryClient.invalidateQueries({ queryKey: keys.profile });
const sessionsAgain = () => queryClient.invalidateQueries({ queryKey: keys.ownSessions });

export function useProfile({ enabled = true } = {}) {
  return useQuery({ queryKey: keys.profile, queryFn: ({ signal }) => bodyOf(accounts.GET('/profile', { signal })), enabled });
}

export function useRename() {
  return useMutation({
    mutationFn: (name: string) => accounts.PATCH('/profile', { body: { name } }),
    onSuccess: () => Promise.all([profileAgain(), queryClient.invalidateQueries({ queryKey: keys.session })]),
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current: string; password: string }) => accounts.POST('/profile/password', { body }),
    onSuccess: sessionsAgain,
  });
}

/** A key that counts only once a code made with it is confirmed. */
export function useNewSecondFactor() {
  return useMutation({ mutationFn: () => bodyOf(accounts.POST('/profile/second-factor')), gcTime: 0 });
}

export function useConfirmSecondFactor() {
  return useMutation({ mutationFn: (code: string) => bodyOf(accounts.POST('/profile/second-factor/confirmation', { body: { code } })), onSuccess: profileAgain, gcTime: 0 });
}

export function useNewRecoveryCodes() {
  return useMutation({
    mutationFn: (password: string) => bodyOf(accounts.POST('/profile/second-factor/recovery-codes', { body: { password } })), onSuccess: profileAgain, gcTime: 0,
  });
}

export function useRemoveSecondFactor() {
  return useMutation({ mutationFn: (password: string) => accounts.POST('/profile/second-factor/removal', { body: { password } }), onSuccess: profileAgain });
}

export function useRemoveLogin() {
  return useMutation({
    mutationFn: (provider: string) => accounts.DELETE('/profile/logins/{provider}', { params: { path: { provider } } }), onSettled: profileAgain,
  });
}

export function useOwnSessions() {
  return usePaged(keys.ownSessions, (page, signal) => bodyOf(accounts.GET('/profile/sessions', { params: { query: page }, signal })));
}

export function useEndSession() {
  return useMutation({ mutationFn: (id: string) => accounts.DELETE('/profile/sessions/{id}', { params: { path: { id } } }), onSettled: sessionsAgain });
}

export function useEndOtherSessions() {
  return useMutation({ mutationFn: () => accounts.DELETE('/profile/sessions'), onSettled: sessionsAgain });
}
