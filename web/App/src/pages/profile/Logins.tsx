import { Button } from '@mantine/core';
import { useState } from 'react';
import { useRemoveLogin } from '../../api/profile';
import { Confirm } from '../../ui/Confirm';
import classes from '../../ui/Form.module.css';
import { notifyDone } from '../../ui/notifyDone';

const providers: Record<string, string> = { google: 'Google', microsoft: 'Microsoft' };

/** Outside sign-ins that open this account, each of which can be taken away. */
export function Logins({ logins }: { logins: readonly string[] }) {
  const [leaving, setLeaving] = useState<string | null>(null);
  const remove = useRemoveLogin();
  const close = () => {
    setLeaving(null);
    remove.reset();
  };

  return (
    <>
      {logins.map((login) => (
        <span key={login} className={classes.row}>
          {wordOf(login)}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setLeaving(login)} aria-label={`Remove ${wordOf(login)}`} data-testid="remove-login" data-key={login}>
            Remove
          </Button>
        </span>
      ))}
      {leaving && (
        <Confirm
          title={`Stop signing in with ${wordOf(leaving)}?`}
          about="Your password still opens the account."
          word="Remove"
          pending={remove.isPending}
          problem={remove.error}
          onClose={close}
          onConfirm={() =>
            remove.mutate(leaving, {
              onSuccess: () => {
                close();
                notifyDone(`${wordOf(leaving)} opens your account no more.`);
              },
            })
          }
        />
      )}
    </>
  );
}

const wordOf = (login: string) => providers[login] ?? login;
