import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import { forgetKept } from '../offline/kept';
import { bodyOf, door, gateway } from './client';
import { forgetDrafts } from './drafts';
import { keys } from './keys';
import { queryClient } from './queryClient';
import type { Session, SignedIn } from './types';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }): Promise<Session> => bodyOf(gateway.GET('/session', { signal })),
  staleTime: 5 * 60_000,
});

const SessionContext = createContext<SignedIn | null>(null);

export const SessionProvider = SessionContext.Provider;

/** The signed-in person; pages are only shown to one. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (session === null) {
    throw new Error('This part of the application is only shown to a signed-in person.');
  }

  return session;
}

/** The newest session that had a person: when it ends, the page keeps standing until the route guard has led away from it. */
export function useLatestSession(): SignedIn | null {
  const { data } = useQuery(sessionQuery);
  const [latest, setLatest] = useState<SignedIn | null>(null);
  const now = data !== undefined && isSignedIn(data) ? data : latest;
  if (now !== latest) {
    setLatest(now);
  }

  return now;
}

export function isSignedIn(session: Session): session is SignedIn {
  return session.signedIn && session.user !== null && session.organisation !== null;
}

/** The organisation of a development start, whose right answers the Sandbox publishes. */
export function isDemo(organisation: { id: string }): boolean {
  return organisation.id === '01900000-0000-7000-8000-000000000001';
}

/** Managers and admins may start runs and decide on drift. */
export function mayManage(role: string): boolean {
  return role === 'Admin' || role === 'Manager';
}

/** A Viewer changes nothing; everybody else makes documents. */
export function mayMake(role: string): boolean {
  return role !== 'Viewer';
}

/** Admins change the organisation, its people and its keys. */
export function mayAdminister(role: string): boolean {
  return role === 'Admin';
}

/** An Agent sees own leads, calls and deals; what the company spends on advertising and the runs that load everybody's rows are not among them. */
export function seesCompany(role: string): boolean {
  return role !== 'Agent';
}

/** Whatever the door is asked carries the token of its cookie, and the page may have stood open for longer than that lives. */
export async function atTheDoor<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  return ask();
}

/** A way in: what comes back is the session of the person who is now here. */
export function useEntrance<Sent>(enter: (sent: Sent) => Promise<Session>) {
  return useMutation({
    mutationFn: (sent: Sent) => atTheDoor(() => enter(sent)),
    onSuccess: (session) => {
      // Nothing that another person asked for stays behind.
      queryClient.clear();
      queryClient.setQueryData(keys.session, session);
    },
  });
}

export function useSignIn() {
  return useEntrance((body: { email: string; password: string }) => bodyOf(gateway.POST('/session', { body })));
}

export function useSecondFactor() {
  return useEntrance((body: { challenge: string; code: string }) => bodyOf(door.POST('/session/second-factor', { body })));
}

/** The page is loaded anew: figures, live events and rights are those of the other organisation. */
export function useSwitchOrganisation() {
  return useMutation({
    mutationFn: (organisationId: string) => bodyOf(door.POST('/session/organisation', { body: { organisationId } })),
    onMutate: forgetKept,
    onSuccess: () => window.location.assign('/'),
  });
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => gateway.DELETE('/session'),
    // Also where the door cannot be reached.
    onMutate: forgetKept,
    onSuccess: () => {
      queryClient.clear();
      forgetDrafts();
      window.location.assign('/sign-in');
    },
  });
}
