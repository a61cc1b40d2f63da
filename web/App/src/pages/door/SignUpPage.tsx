import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useSignUp } from '../../api/door';
import { Door } from './Door';
import classes from './Door.module.css';
import { Refusal } from './Refusal';
import { zoneHere, zones } from './zones';

export function SignUpPage() {
  const signUp = useSignUp();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { organisation: '', name: '', email: '', timeZone: zoneHere() as string | null, acceptedTerms: false },
    validate: {
      organisation: isNotEmpty('Write what your organisation is called.'),
      name: isNotEmpty('Write your name.'),
      email: isEmail('Write your e-mail address at work.'),
      timeZone: isNotEmpty('Choose the time zone your days begin in.'),
      acceptedTerms: (accepted) => (accepted ? null : 'Accept the terms to go on.'),
    },
  });
  const field = (name: 'organisation' | 'name' | 'email') => ({
    size: 'md' as const, classNames: { label: classes.label }, key: form.key(name), ...form.getInputProps(name), 'data-testid': name,
  });

  if (signUp.isSuccess) {
    return (
      <Door title="Look in your mail" about={<>We wrote to <strong>{signUp.variables.email}</strong>. The link in that message opens your organisation.</>}>
        <div className={classes.form} data-testid="sign-up-sent" role="status">
          <p className={classes.quiet}>Nothing there after a few minutes? Look among the unwanted mail, then try once more.</p>
          <p className={classes.beside}>
            <Link to="/sign-in">Back to sign-in</Link>
          </p>
        </div>
      </Door>
    );
  }

  return (
    <Door title="Open an organisation" about="You become its first admin and invite the others.">
      <form className={classes.form} onSubmit={form.onSubmit((wanted) => signUp.mutate(wanted))} noValidate>
        <Refusal cause={signUp.error} testId="sign-up-problem" />
        <TextInput label="Organisation" autoComplete="organization" autoFocus maxLength={200} {...field('organisation')} />
        <TextInput label="Your name" autoComplete="name" maxLength={200} {...field('name')} />
        <TextInput label="Work e-mail" type="email" autoComplete="email" maxLength={254} {...field('email')} />
        <Select
          label="Time zone"
          description="A day in every figure is a day there. It stays as chosen once data is read."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          classNames={{ label: classes.label }}
          size="md"
          data={zones()}
          searchable
          limit={100}
          nothingFoundMessage="No time zone goes by that name."
          key={form.key('timeZone')}
          {...form.getInputProps('timeZone')}
          data-testid="time-zone"
        />
        <Checkbox
          label={
            <>
              I accept the{' '}
              <Link to="/terms" target="_blank">
                terms
              </Link>{' '}
              and have read what is said about{' '}
              <Link to="/privacy" target="_blank">
                privacy
              </Link>
              .
            </>
          }
          key={form.key('acceptedTerms')}
          {...form.getInputProps('acceptedTerms', { type: 'checkbox' })}
          data-testid="accepted-terms"
        />
        <Button type="submit" size="md" fullWidth loading={signUp.isPending} data-testid="sign-up">
          Go on
        </Button>
        <p className={classes.beside}>
          <span className={classes.quiet}>
            Already a member? <Link to="/sign-in">Sign in</Link>
          </span>
        </p>
      </form>
    </Door>
  );
}
