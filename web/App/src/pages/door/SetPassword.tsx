import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import classes from './Door.module.css';
import { flawOf, passwordRule } from './password';
import { PasswordField } from './PasswordField';
import { Refusal } from './Refusal';

interface SetPasswordProps {
  /** Undefined where the link does not say whose password it sets. */
  email?: string;
  /** Asked for only where it is given: what the person is called, as far as known. */
  name?: string;
  word: string;
  pending: boolean;
  problem: Error | null;
  onSet: (chosen: { name: string; password: string }) => void;
}

/** A name where it is not known yet, and a first or new password. */
export function SetPassword({ email, name, word, pending, problem, onSet }: SetPasswordProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: name ?? '', password: '' },
    validate: { name: (value) => (name !== undefined && value.trim() === '' ? 'Write your name.' : null), password: flawOf },
  });

  return (
    <form className={classes.form} onSubmit={form.onSubmit(onSet)} noValidate>
      <Refusal cause={problem} testId="set-password-problem" />
      {/* Read only, and there so that a password manager knows whose password this is. */}
      {email !== undefined && <TextInput label="E-mail" classNames={{ label: classes.label }} size="md" type="email" autoComplete="username" readOnly value={email} data-testid="email" />}
      {name !== undefined && (
        <TextInput label="Your name" classNames={{ label: classes.label }} size="md" autoComplete="name" autoFocus maxLength={200} key={form.key('name')} {...form.getInputProps('name')} data-testid="name" />
      )}
      <PasswordField
        label="New password"
        description={passwordRule}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="new-password"
        maxLength={256}
        autoFocus={name === undefined}
        key={form.key('password')}
        {...form.getInputProps('password')}
        data-testid="new-password"
      />
      <Button type="submit" size="md" fullWidth loading={pending} data-testid="set-password">
        {word}
      </Button>
    </form>
  );
}
