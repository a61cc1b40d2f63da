import { Button } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useSetCredential } from '../../../api/sync';
import type { Vendor } from '../../../api/types';
import { Answers, Dialog } from '../../../ui/Dialog';
import { Failed } from '../../../ui/Failed';
import classes from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { PasswordField } from '../../door/PasswordField';
import { vendors } from './vendors';

/** Write-only: the fields are empty even where something is set. */
export function CredentialDialog({ vendor, onClose, onWritten }: { vendor: Vendor; onClose: () => void; onWritten: () => void }) {
  const { name, token, where, signingSecret } = vendors[vendor];
  const write = useSetCredential();
  const form = useForm({ mode: 'uncontrolled', initialValues: { token: '', signingSecret: '' }, validate: { token: isNotEmpty(`Paste the ${token} here.`) } });

  const submit = form.onSubmit((values) =>
    write.mutate(
      { vendor, token: values.token.trim(), signingSecret: values.signingSecret.trim() || null },
      {
        onSuccess: () => {
          notifyDone(`The credentials of ${name} are stored.`, 'Test them to be sure.');
          onWritten();
          onClose();
        },
      },
    ),
  );

  return (
    <Dialog title={name} about="Stored encrypted, and never shown again; to change them, write them anew." onClose={onClose} testId="credential-dialog">
      <form className={classes.form} onSubmit={submit} noValidate>
        <Failed cause={write.error} />
        <PasswordField
          label={token} description={where} inputWrapperOrder={['label', 'input', 'description', 'error']} size="sm" classNames={{ label: classes.label }}
          autoComplete="off" visibilityToggleButtonProps={{ 'aria-label': 'Show the token' }} data-autofocus key={form.key('token')} {...form.getInputProps('token')} data-testid="credential-token"
        />
        <PasswordField
          label={`${signingSecret} (optional)`} description="Proves that a webhook really comes from them; without it, changes arrive with the next refresh."
          inputWrapperOrder={['label', 'input', 'description', 'error']} size="sm" classNames={{ label: classes.label }}
          autoComplete="off" visibilityToggleButtonProps={{ 'aria-label': 'Show the signing secret' }} key={form.key('signingSecret')} {...form.getInputProps('signingSecret')} data-testid="credential-signing-secret"
        />
        <Answers>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={write.isPending} data-testid="save-credential">
            Store
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
