import { Button, TextInput } from '@mantine/core';
import { isEmail, useForm } from '@mantine/form';
import { useState } from 'react';
import { useInvite } from '../../../api/organisation';
import { Answers, Dialog } from '../../../ui/Dialog';
import { Failed } from '../../../ui/Failed';
import classes from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { RoleSelect } from '../../../ui/RoleSelect';

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [role, setRole] = useState('Viewer');
  const invite = useInvite();
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' }, validate: { email: isEmail('Write an e-mail address.') } });

  const submit = form.onSubmit(({ email }) =>
    invite.mutate(
      { email, role },
      {
        onSuccess: () => {
          notifyDone('The invitation is on its way.', email);
          onClose();
        },
      },
    ),
  );

  return (
    <Dialog title="Invite somebody" about="They receive a link by mail and choose a password of their own." onClose={onClose} testId="invite-dialog">
      <form className={classes.form} onSubmit={submit} noValidate>
        <Failed cause={invite.error} />
        <TextInput
          label="E-mail" classNames={{ label: classes.label }} type="email" autoComplete="off" maxLength={254} data-autofocus
          key={form.key('email')} {...form.getInputProps('email')} data-testid="invite-email"
        />
        <RoleSelect value={role} onChange={setRole} />
        <Answers>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending} data-testid="send-invitation">
            Send the invitation
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
