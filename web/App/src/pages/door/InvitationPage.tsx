import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import type { OpenInvitation } from '../../api/accounts';
import { useAcceptInvitation, useOpenInvitation } from '../../api/door';
import { challengeOf } from '../../api/problem';
import { article, asSentence } from '../../ui/roles';
import { Door } from './Door';
import { isExpired, LinkExpired } from './LinkExpired';
import { OpenedByLink } from './OpenedByLink';
import { SecondFactorStep } from './SecondFactorStep';
import { SetPassword } from './SetPassword';
import { SignInToJoin } from './SignInToJoin';

const route = getRouteApi('/invitation');
const expired = (
  <LinkExpired about="The invitation was accepted already, withdrawn, or is too old. Whoever invited you can send a fresh one.">
    <Link to="/sign-in">Sign in</Link>
  </LinkExpired>
);

/** Where the link of an invitation leads: a new person chooses a password, one with an account signs in. */
export function InvitationPage() {
  const { token = '' } = route.useSearch();
  const router = useRouter();
  const open = useOpenInvitation(token);
  const accept = useAcceptInvitation();
  const goIn = () => router.history.replace('/');
  const challenge = challengeOf(accept.error);

  if (isExpired(accept.error)) {
    return expired;
  }

  if (challenge !== undefined) {
    return (
      <Door title="One more step" about="Now show that it is you.">
        <SecondFactorStep challenge={challenge} onIn={goIn} onBack={() => accept.reset()} />
      </Door>
    );
  }

  return (
    <OpenedByLink of={open} token={token} title="You are invited" expired={expired}>
      {(invitation) => (
        <Door title="You are invited" about={<Into {...invitation} />}>
          {invitation.hasAccount ? (
            <SignInToJoin
              email={invitation.email}
              pending={accept.isPending}
              problem={accept.error}
              onSignIn={(password) => accept.mutate({ token, name: null, password }, { onSuccess: goIn })}
            />
          ) : (
            <SetPassword
              email={invitation.email}
              name={invitation.name ?? ''}
              word="Join"
              pending={accept.isPending}
              problem={accept.error}
              onSet={({ name, password }) => accept.mutate({ token, name: name.trim(), password }, { onSuccess: goIn })}
            />
          )}
        </Door>
      )}
    </OpenedByLink>
  );
}

function Into({ organisation, role, hasAccount }: OpenInvitation) {
  return (
    <>
      Join <strong>{organisation}</strong>
      {role && ` as ${article(role)}`}. {role && asSentence(role)} {hasAccount && 'You have an account already; your password is the same here.'}
    </>
  );
}
