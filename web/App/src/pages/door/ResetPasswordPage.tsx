import { getRouteApi, Link } from '@tanstack/react-router';
import { useResetPassword } from '../../api/door';
import { Door } from './Door';
import classes from './Door.module.css';
import { isExpired, LinkExpired } from './LinkExpired';
import { SetPassword } from './SetPassword';

const route = getRouteApi('/reset-password');

export function ResetPasswordPage() {
  const { token = '' } = route.useSearch();
  const reset = useResetPassword();

  if (token === '' || isExpired(reset.error)) {
    return (
      <LinkExpired about="It was used already, or it is too old.">
        <Link to="/forgotten-password">Ask for a fresh one</Link>
        <Link to="/sign-in">Sign in</Link>
      </LinkExpired>
    );
  }

  if (reset.isSuccess) {
    return (
      <Door title="The password is set" about="Every device that was signed in with the old one has been signed out.">
        <p className={classes.beside} data-testid="reset-done" role="status">
          <Link to="/sign-in">Sign in</Link>
        </p>
      </Door>
    );
  }

  return (
    <Door title="New password" about="Setting it signs you out everywhere else.">
      <SetPassword word="Set the password" pending={reset.isPending} problem={reset.error} onSet={({ password }) => reset.mutate({ token, password })} />
    </Door>
  );
}
