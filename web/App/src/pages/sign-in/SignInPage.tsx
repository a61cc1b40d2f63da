import { Button, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { challengeOf } from '../../api/problem';
import { sessionQuery, useSignIn } from '../../api/session';
import { safeReturn, type SignInSearch } from '../../filters/search';
import { Door } from '../door/Door';
import classes from '../door/Door.module.css';
import { PasswordField } from '../door/PasswordField';
import { Providers } from '../door/Providers';
import { Refusal } from '../door/Refusal';
import { SecondFactorStep } from '../door/SecondFactorStep';
import { DemoHint } from './DemoHint';
import { challengeInHash, externalWords } from './external';

const route = getRouteApi('/door/sign-in');

export function SignInPage() {
  const search: SignInSearch = route.useSearch();
  const router = useRouter();
  const { data: session } = useQuery(sessionQuery);
  const signIn = useSignIn();
  const goIn = () => router.history.replace(safeReturn(search.returnTo));
  const [handedOver, setHandedOver] = useState(challengeInHash);
  const challenge = challengeOf(signIn.error) ?? handedOver;
  const again = () => {
    signIn.reset();
    setHandedOver(undefined);
    router.history.replace('/sign-in');
  };

  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: isEmail('Write the e-mail address you were invited with.'),
      password: isNotEmpty('Write your password.'),
    },
  });

  if (challenge !== undefined) {
    return (
      <Door title="One more step" about="Now show that it is you.">
        <SecondFactorStep challenge={challenge} onIn={goIn} onBack={again} />
      </Door>
    );
  }

  return (
    <Door title="Sign in">
      <form className={classes.form} onSubmit={form.onSubmit((credentials) => signIn.mutate(credentials, { onSuccess: goIn }))} noValidate>
        {search.problem && !signIn.error && (
          <div className={classes.refusal} role="alert" data-testid="external-problem">
            {externalWords[search.problem] ?? 'Signing in that way did not work. Try once more, or use your password.'}
          </div>
        )}
        <Refusal cause={signIn.error} testId="sign-in-problem" />
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
        <PasswordField label="Password" autoComplete="current-password" key={form.key('password')} {...form.getInputProps('password')} data-testid="password" />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending} data-testid="sign-in">
          Sign in
        </Button>
        <p className={classes.beside}>
          <Link to="/forgotten-password" data-testid="to-forgotten-password">
            Forgotten password
          </Link>
          <Link to="/sign-up" data-testid="to-sign-up">
            Open an organisation
          </Link>
        </p>
        <Providers />
        {session?.demo && <DemoHint onUse={(credentials) => form.setValues(credentials)} />}
      </form>
    </Door>
  );
}
