import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSetCredential } from '../../../api/sync';
import type { Vendor } from '../../../api/types';
import { Answers, Dialog } from '../../../ui/Dialog';
import { Failed } from '../../../ui/Failed';
import classes from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { PasswordField } from '../../door/PasswordField';
import { googleAdsParts, vendors } from './vendors';

const nothing = { token: '', signingSecret: '', clientId: '', clientSecret: '', developerToken: '', customerId: '', loginCustomerId: '' };

/** Write-only: the fields are empty even where something is set. */
export function CredentialDialog({ vendor, onClose, onWritten }: { vendor: Vendor; onClose: () => void; onWritten: () => void }) {
  const { name, token, where, signingSecret } = vendors[vendor];
  const parts = vendor === 'google-ads' ? googleAdsParts : [];
  const write = useSetCredential();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: nothing,
    validate: (values) => ({
      ...(values.token.trim() === '' && { token: `Paste the ${token} here.` }),
      ...Object.fromEntries(parts.filter(({ id, optional }) => !optional && values[id].trim() === '').map(({ id, label }) => [id, `The ${label} is needed too.`])),
    }),
  });

  const submit = form.onSubmit((values) => {
    const part = (id: (typeof googleAdsParts)[number]['id']) => values[id].trim();
    write.mutate(
      {
        vendor,
        token: values.token.trim(),
        signingSecret: values.signingSecret.trim() || null,
        googleAds:
          vendor === 'google-ads'
            ? {
                clientId: part('clientId'), clientSecret: part('clientSecret'), developerToken: part('developerToken'), customerId: part('customerId'),
                loginCustomerId: part('loginCustomerId') || null,
              }
            : null,
      },
      {
        onSuccess: () => {
          notifyDone(`The credentials of ${name} are stored.`, 'Test them to be sure.');
          onWritten();
          onClose();
        },
      },
    );
  });

  return (
    <Dialog title={name} about="Stored encrypted, and never shown again; to change them, write them anew." onClose={onClose} testId="credential-dialog">
      <form className={classes.form} onSubmit={submit} noValidate>
        <Failed cause={write.error} />
        <PasswordField
          label={token} description={where} inputWrapperOrder={['label', 'input', 'description', 'error']} size="sm" classNames={{ label: classes.label }}
          autoComplete="off" visibilityToggleButtonProps={{ 'aria-label': 'Show the token' }} data-autofocus key={form.key('token')} {...form.getInputProps('token')} data-testid="credential-token"
        />
        {signingSecret !== null && (
          <PasswordField
            label={`${signingSecret} (optional)`} description="Proves that a webhook really comes from them; without it, changes arrive with the next refresh."
            inputWrapperOrder={['label', 'input', 'description', 'error']} size="sm" classNames={{ label: classes.label }}
            autoComplete="off" visibilityToggleButtonProps={{ 'aria-label': 'Show the signing secret' }} key={form.key('signingSecret')} {...form.getInputProps('signingSecret')} data-testid="credential-signing-secret"
          />
        )}
        {parts.map(({ id, label, about, secret, optional }) => {
          const Field = secret ? PasswordField : TextInput;
          return (
            <Field
              label={optional ? `${label} (optional)` : label} description={about} inputWrapperOrder={['label', 'input', 'description', 'error']} size="sm" classNames={{ label: classes.label }}
              autoComplete="off" key={form.key(id)} {...form.getInputProps(id)} data-testid={`credential-${id}`}
            />
          );
        })}
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
