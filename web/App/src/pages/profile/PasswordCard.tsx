import { Button } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useChangePassword } from '../../api/profile';
import { Card } from '../../ui/Card';
import { Failed } from '../../ui/Failed';
import classes from '../../ui/Form.module.css';
import { notifyDone } from '../../ui/notifyDone';
import { flawOf, passwordRule } from '../door/password';
import { PasswordField } from '../door/PasswordField';

export function PasswordCard({ email }: { email: string }) {
  const change = useChangePassword();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { current: '', password: '' },
    validate: { current: isNotEmpty('Write the password you have now.'), password: flawOf },
  });
  const save = form.onSubmit((passwords) =>
    change.mutate(passwords, {
      onSuccess: () => {
        form.reset();
        notifyDone('Your password is changed.', 'Other devices have been signed out.');
      },
    }),
  );

  return (
    <Card title="Password" about="Changing it signs you out on every other device." testId="profile-password">
      <form className={`${classes.inside} ${classes.form}`} onSubmit={save} noValidate>
        <Failed cause={change.error} />
        {/* Tells a password manager whose password changes. */}
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <PasswordField
          label="Present password" size="sm" classNames={{ label: classes.label }} autoComplete="current-password"
          key={form.key('current')} {...form.getInputProps('current')} data-testid="current-password"
        />
        <PasswordField
          label="New password" size="sm" classNames={{ label: classes.label }} autoComplete="new-password" maxLength={256} description={passwordRule}
          inputWrapperOrder={['label', 'input', 'description', 'error']} key={form.key('password')} {...form.getInputProps('password')} data-testid="new-password"
        />
        <div className={classes.row}>
          <Button type="submit" size="sm" variant="default" loading={change.isPending} data-testid="change-password">
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  );
}
