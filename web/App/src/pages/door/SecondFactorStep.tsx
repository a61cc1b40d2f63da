import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useSecondFactor } from '../../api/session';
import classes from './Door.module.css';
import { Refusal } from './Refusal';

interface SecondFactorStepProps {
  /** What the Gateway gave out with second-factor-required. */
  challenge: string;
  onIn: () => void;
  onBack: () => void;
}

/** The code of an authenticator, or one of the recovery codes where the authenticator is lost. */
export function SecondFactorStep({ challenge, onIn, onBack }: SecondFactorStepProps) {
  const [lost, setLost] = useState(false);
  const confirm = useSecondFactor();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: {
      code: (value) => (lost ? (value.trim() === '' ? 'Write one of your recovery codes.' : null) : /^\d{6}$/.test(bare(value)) ? null : 'The code has six digits.'),
    },
  });

  const other = () => {
    setLost(!lost);
    confirm.reset();
    form.reset();
  };

  return (
    <form className={classes.form} onSubmit={form.onSubmit(({ code }) => confirm.mutate({ challenge, code: lost ? code.trim() : bare(code) }, { onSuccess: onIn }))} noValidate>
      <Refusal cause={confirm.error} testId="second-factor-problem" />
      <TextInput
        label={lost ? 'Recovery code' : 'Code'}
        description={lost ? 'Each recovery code opens the door once.' : 'Six digits, from your authenticator app.'}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        classNames={lost ? { label: classes.label } : { label: classes.label, input: classes.code }}
        size="md"
        autoFocus
        inputMode={lost ? 'text' : 'numeric'}
        autoComplete={lost ? 'off' : 'one-time-code'}
        maxLength={lost ? 64 : 12}
        key={`${form.key('code')} ${lost}`}
        {...form.getInputProps('code')}
        data-testid="second-factor-code"
      />
      <Button type="submit" size="md" fullWidth loading={confirm.isPending} data-testid="second-factor">
        Sign in
      </Button>
      <p className={classes.beside}>
        <UnstyledButton className={classes.link} onClick={other} data-testid="second-factor-other">
          {lost ? 'Use the authenticator' : 'Use a recovery code'}
        </UnstyledButton>
        <UnstyledButton className={classes.link} onClick={onBack} data-testid="second-factor-back">
          Start again
        </UnstyledButton>
      </p>
    </form>
  );
}

/** Authenticators show "123 456"; people copy the gap with it. */
function bare(code: string): string {
  return code.replaceAll(/\s/g, '');
}
