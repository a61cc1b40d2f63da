import { Button } from '@mantine/core';
import { ShieldCheck, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import type { Profile } from '../../api/accounts';
import { useNewRecoveryCodes, useRemoveSecondFactor } from '../../api/profile';
import { Card } from '../../ui/Card';
import classes from '../../ui/Form.module.css';
import { PasswordDialog } from '../../ui/PasswordDialog';
import { Status } from '../../ui/Status';
import { RecoveryCodes } from './RecoveryCodes';
import { SetUpSecondFactor } from './SetUpSecondFactor';

type Doing = 'setting-up' | 'new-codes' | 'removing';

export function SecondFactorCard({ profile }: { profile: Pick<Profile, 'twoFactor' | 'recoveryCodesLeft'> }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const renew = useNewRecoveryCodes();
  const remove = useRemoveSecondFactor();
  const left = profile.recoveryCodesLeft;

  const done = () => {
    setDoing(null);
    renew.reset();
    remove.reset();
  };

  return (
    <Card
      title="Second factor"
      about="Besides the password, a code from an authenticator app on your phone."
      controls={<Mark on={profile.twoFactor} />}
      testId="profile-second-factor"
    >
      <div className={classes.inside}>
        {profile.twoFactor ? (
          <>
            <p className={classes.text} data-testid="recovery-codes-left">
              {left === 0 ? 'No recovery code is left: make new ones before the phone is lost.' : `${left} recovery ${left === 1 ? 'code is' : 'codes are'} left for the day the phone is lost.`}
            </p>
            <div className={classes.row}>
              <Button size="sm" variant="default" onClick={() => setDoing('new-codes')} data-testid="new-recovery-codes">
                New recovery codes
              </Button>
              <Button size="sm" variant="subtle" color="gray" onClick={() => setDoing('removing')} data-testid="remove-second-factor">
                Remove
              </Button>
            </div>
          </>
        ) : (
          <>
            <p className={classes.text}>A password that leaked somewhere else then opens nothing here. Setting it up takes a minute.</p>
            <div className={classes.row}>
              <Button size="sm" onClick={() => setDoing('setting-up')} data-testid="set-up-second-factor">
                Set it up
              </Button>
            </div>
          </>
        )}
      </div>
      {doing === 'setting-up' && (
        <SetUpSecondFactor
          onClose={done}
          onCodes={(fresh) => {
            setCodes(fresh);
            done();
          }}
        />
      )}
      {doing === 'new-codes' && (
        <PasswordDialog
          title="New recovery codes"
          about="The codes you have now stop working."
          word="Make new codes"
          pending={renew.isPending}
          problem={renew.error}
          onClose={done}
          onConfirm={(password) =>
            renew.mutate(password, {
              onSuccess: ({ recoveryCodes }) => {
                setCodes(recoveryCodes);
                done();
              },
            })
          }
        />
      )}
      {doing === 'removing' && (
        <PasswordDialog
          title="Remove the second factor"
          about="From then on the password alone opens your account."
          word="Remove"
          danger
          pending={remove.isPending}
          problem={remove.error}
          onClose={done}
          onConfirm={(password) => remove.mutate(password, { onSuccess: done })}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </Card>
  );
}

function Mark({ on }: { on: boolean }) {
  return on ? (
    <Status tone="good" value="on" testId="second-factor-state" icon={<ShieldCheck size={13} strokeWidth={2} aria-hidden />}>
      On
    </Status>
  ) : (
    <Status tone="wait" value="off" testId="second-factor-state" icon={<ShieldOff size={13} strokeWidth={2} aria-hidden />}>
      Off
    </Status>
  );
}
