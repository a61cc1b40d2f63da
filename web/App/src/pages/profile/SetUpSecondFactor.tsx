import { Button, Skeleton, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect } from 'react';
import { useConfirmSecondFactor, useNewSecondFactor } from '../../api/profile';
import { CopyButton } from '../../ui/CopyButton';
import { Answers, Dialog } from '../../ui/Dialog';
import { Failed } from '../../ui/Failed';
import formClasses from '../../ui/Form.module.css';
import { QrCode } from './QrCode';
import classes from './SetUpSecondFactor.module.css';

interface SetUpSecondFactorProps {
  onClose: () => void;
  onCodes: (recoveryCodes: string[]) => void;
}

/** A key is shown as a picture and in letters; it counts once a code made with it comes back. */
export function SetUpSecondFactor({ onClose, onCodes }: SetUpSecondFactorProps) {
  const { mutate: begin, data: key, error } = useNewSecondFactor();
  const confirm = useConfirmSecondFactor();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: (code) => (/^\d{6}$/.test(bare(code)) ? null : 'The code has six digits.') },
  });

  useEffect(() => begin(), [begin]);

  const submit = form.onSubmit(({ code }) => confirm.mutate(bare(code), { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) }));

  return (
    <Dialog title="Set up the second factor" about="Scan this with an authenticator app, then write the code it shows." onClose={onClose} testId="second-factor-dialog">
      <Failed cause={error ?? confirm.error} />
      {!error && (
        <>
          <div className={classes.key}>
            {key ? <QrCode text={key.uri} label="QR code for the authenticator app" /> : <Skeleton h={176} w={176} />}
            <div className={classes.byHand}>
              <p className={formClasses.quiet}>No camera at hand? Type this key instead:</p>
              {key && (
                <>
                  <code className={classes.secret} data-testid="second-factor-secret">
                    {inFours(key.secret)}
                  </code>
                  <CopyButton small text={key.secret} what="the key" />
                </>
              )}
            </div>
          </div>
          <form className={formClasses.form} onSubmit={submit} noValidate>
            <TextInput
              label="Code from the app"
              classNames={{ label: formClasses.label, input: classes.code }}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={12}
              data-autofocus
              key={form.key('code')}
              {...form.getInputProps('code')}
              data-testid="second-factor-code"
            />
            <Answers>
              <Button variant="default" onClick={onClose}>
                Not now
              </Button>
              <Button type="submit" disabled={!key} loading={confirm.isPending} data-testid="confirm-second-factor">
                Switch it on
              </Button>
            </Answers>
          </form>
        </>
      )}
    </Dialog>
  );
}

function bare(code: string): string {
  return code.replaceAll(/\s/g, '');
}

/** JBSW Y3DP: groups one does not lose one's place in. */
function inFours(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
