import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useCompleteSignUp, useOpenSignUp } from '../../api/door';
import { Door } from './Door';
import { isExpired, LinkExpired } from './LinkExpired';
import { OpenedByLink } from './OpenedByLink';
import { SetPassword } from './SetPassword';

const route = getRouteApi('/welcome');
const expired = (
  <LinkExpired about="It was used already, or it is too old. Signing up once more sends a fresh one.">
    <Link to="/sign-up">Sign up once more</Link>
    <Link to="/sign-in">Sign in</Link>
  </LinkExpired>
);

/** Where the link of the sign-up mail leads: the first password of the first admin. */
export function WelcomePage() {
  const { token = '' } = route.useSearch();
  const router = useRouter();
  const open = useOpenSignUp(token);
  const complete = useCompleteSignUp();

  if (isExpired(complete.error)) {
    return expired;
  }

  return (
    <OpenedByLink of={open} token={token} title="Welcome" expired={expired}>
      {({ organisation, email }) => (
        <Door title="Welcome" about={<>Choose a password, and <strong>{organisation}</strong> is open.</>}>
          <SetPassword
            email={email}
            word="Open the organisation"
            pending={complete.isPending}
            problem={complete.error}
            onSet={({ password }) => complete.mutate({ token, password }, { onSuccess: () => router.history.replace('/') })}
          />
        </Door>
      )}
    </OpenedByLink>
  );
}
