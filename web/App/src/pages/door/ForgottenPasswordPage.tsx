import { Button, TextInput } from '@mantine/core';
import { isEmail, useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useForgottenPassword } from '../../api/door';
import { Door } from './Door';
import classes from './Door.module.css';
import { Refusal } from './Refusal';

/** The answer is the same whether or not somebody has that address: this page tells nobody who is a member. */
export function ForgottenPasswordPage() {
  const ask = useForgottenPassword();
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' }, validate: { email: isEmail('Write the e-mail address you sign in with.') } });

  if (ask.isSuccess) {
    return (
      <Door title="Look in your mail" about={<>If <strong>{ask.variables}</strong> belongs to an account, a link to set a new password is on its way.</>}>
        <div className={classes.form} data-testid="reset-sent" role="status">
          <p className={classes.quiet}>The link opens once, and not for long.</p>
          <p className={classes.beside}>
            <Link to="/sign-in">Back to sign-in</Link>
          </p>
        </div>
      </Door>
    );
  }

  return (
    <Door title="Forgotten password" about="Write the address you sign in with; a link to set a new password comes by mail.">
      <form className={classes.form} onSubmit={form.onSubmit(({ email }) => ask.mutate(email))} noValidate>
        <Refusal cause={ask.error} testId="forgotten-problem" />
        <TextInput label="E-mail" classNames={{ label: classes.label }} type="email" autoComplete="username" autoFocus size="md" key={form.key('email')} {...form.getInputProps('email')} data-testid="email" />
        <Button type="submit" size="md" fullWidth loading={ask.isPending} data-testid="send-reset">
          Send the link
        </Button>
        <p className={classes.beside}>
          <Link to="/sign-in">Back to sign-in</Link>
        </p>
      </form>
    </Door>
  );
}
