import { useMutation, useQuery } from '@tanstack/react-query';
import type { SignUp } from './accounts';
import { accounts, bodyOf, door } from './client';
import { atTheDoor, useEntrance } from './session';

/** Sign-in providers this installation is configured for: "google", "microsoft". */
export function useProviders() {
  return useQuery({
    queryKey: ['door', 'providers'],
    queryFn: ({ signal }) => bodyOf(door.GET('/session/providers', { signal })),
    staleTime: Infinity,
  });
}

export function useSignUp() {
  return useMutation({ mutationFn: (body: SignUp) => atTheDoor(() => accounts.POST('/sign-ups', { body })) });
}

/** What a link from a mail opens; 410 when it was used or is too old. */
export function useOpenSignUp(token: string) {
  return useQuery({
    queryKey: ['door', 'sign-up', token],
    queryFn: ({ signal }) => bodyOf(accounts.GET('/sign-ups/{token}', { params: { path: { token } }, signal })),
    enabled: token !== '',
  });
}

export function useOpenInvitation(token: string) {
  return useQuery({
    queryKey: ['door', 'invitation', token],
    queryFn: ({ signal }) => bodyOf(accounts.GET('/invitations/by-token/{token}', { params: { path: { token } }, signal })),
    enabled: token !== '',
  });
}

export function useCompleteSignUp() {
  return useEntrance((body: { token: string; password: string }) => bodyOf(door.POST('/session/sign-up', { body })));
}

export function useAcceptInvitation() {
  return useEntrance((body: { token: string; name: string | null; password: string }) => bodyOf(door.POST('/session/invitation', { body })));
}

export function useForgottenPassword() {
  return useMutation({ mutationFn: (email: string) => atTheDoor(() => accounts.POST('/password-resets', { body: { email } })) });
}

export function useResetPassword() {
  return useMutation({
    mutationFn: (body: { token: string; password: string }) => atTheDoor(() => accounts.POST('/password-resets/completion', { body })),
  });
}
