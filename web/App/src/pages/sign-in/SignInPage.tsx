import { Button, PasswordInput, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery, useSignIn } from '../../api/session';
import { safeReturn, type SignInSearch } from '../../filters/search';
import { DemoHint } from './DemoHint';
import { refusalOf } from './refusal';
import classes from './SignInPage.module.css';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const search: SignInSearch = route.useSearch();
  const router = useRouter();
  const { data: session } = useQuery(sessionQuery);
  const signIn = useSignIn();

  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: isEmail('Write the e-mail address you were invited with.'),
      password: isNotEmpty('Write your password.'),
    },
  });

  const submit = form.onSubmit((credentials) =>
    signIn.mutate(credentials, { onSuccess: () => router.history.replace(safeReturn(search.returnTo)) }),
  );

  return (
    <main className={classes.page}>
      <title>Sign in · Teg.Platform</title>
      <div className={classes.cover} aria-hidden>
        <p className={classes.motto}>From the first enquiry to the final fitting.</p>
      </div>
      <div className={classes.door}>
        <form className={classes.form} onSubmit={submit} noValidate>
          <p className={classes.brand}>Teg.Platform</p>
          <h1 className={classes.title}>Sign in</h1>
          {signIn.error && (
            <div className={classes.refusal} role="alert" data-testid="sign-in-problem">
              {refusalOf(signIn.error)}
            </div>
          )}
          <TextInput
            label="E-mail"
            classNames={{ label: classes.label }}
            type="email"
            autoComplete="username"
            autoFocus
            size="md"
            key={form.key('email')}
            {...form.getInputProps('email')}
            data-testid="email"
          />
          <PasswordInput
            label="Password"
            classNames={{ label: classes.label }}
            autoComplete="current-password"
            size="md"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            key={form.key('password')}
            {...form.getInputProps('password')}
            data-testid="password"
          />
          <Button type="submit" size="md" fullWidth loading={signIn.isPending} data-testid="sign-in">
            Sign in
          </Button>
          {session?.demo && <DemoHint onUse={(credentials) => form.setValues(credentials)} />}
        </form>
      </div>
    </main>
  );
}
