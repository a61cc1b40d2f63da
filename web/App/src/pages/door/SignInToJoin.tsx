import { Button, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import classes from './Door.module.css';
import { PasswordField } from './PasswordField';
import { Refusal } from './Refusal';

interface SignInToJoinProps {
  email: string;
  pending: boolean;
  problem: Error | null;
  onSignIn: (password: string) => void;
}

/** Somebody with an account joins one more organisation with the password they have. */
export function SignInToJoin({ email, pending, problem, onSignIn }: SignInToJoinProps) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' }, validate: { password: isNotEmpty('Write your password.') } });

  return (
    <form className={classes.form} onSubmit={form.onSubmit(({ password }) => onSignIn(password))} noValidate>
      <Refusal cause={problem} testId="join-problem" />
      <TextInput label="E-mail" classNames={{ label: classes.label }} size="md" type="email" autoComplete="username" readOnly value={email} data-testid="email" />
      <PasswordField label="Password" autoComplete="current-password" autoFocus key={form.key('password')} {...form.getInputProps('password')} data-testid="password" />
      <Button type="submit" size="md" fullWidth loading={pending} data-testid="join">
        Join
      </Button>
      <p className={classes.beside}>
        <Link to="/forgotten-password">Forgotten password</Link>
      </p>
    </form>
  );
}
