import { Button, Skeleton } from '@mantine/core';
import { Bell, BellOff } from 'lucide-react';
import { type Standing, usePush, useTestPush, useTurnOff, useTurnOn } from '../../api/push';
import { useSession } from '../../api/session';
import { Card } from '../../ui/Card';
import { Failed } from '../../ui/Failed';
import classes from '../../ui/Form.module.css';
import { notifyDone } from '../../ui/notifyDone';
import { notifyProblem } from '../../ui/notifyProblem';
import { QueryState } from '../../ui/QueryState';
import { Status } from '../../ui/Status';
import own from './AlertsCard.module.css';

const about: Record<Standing, string> = {
  unsupported: 'This browser shows no alerts. On an iPhone or iPad, add the platform to the home screen first and open it there.',
  denied: 'This browser does not let this site show alerts. Allow notifications for it in the browser’s settings, then load the page again.',
  off: 'You are told when a refresh fails, columns change or figures do not add up, also while the platform is closed.',
  on: 'You are told when a refresh fails, columns change or figures do not add up, also while the platform is closed.',
};

/** Alerts on this device, and the other devices that get them. */
export function AlertsCard() {
  const push = usePush();
  const session = useSession();
  const turnOn = useTurnOn(session);
  const turnOff = useTurnOff();
  const test = useTestPush();
  const standing = push.data?.standing;

  return (
    <Card title="Alerts" about="Short messages on this device." controls={standing && <Mark standing={standing} />} testId="profile-alerts">
      <QueryState of={push} loading={<div className={classes.inside}><Skeleton h={90} /></div>}>
        {({ publicKey, device, others, standing: now }) => (
          <div className={classes.inside}>
            <p className={classes.text}>{about[now]}</p>
            <Failed cause={turnOn.error} />
            {(now === 'off' || device) && (
              <div className={classes.row}>
                {now === 'off' && (
                  <Button size="sm" loading={turnOn.isPending} onClick={() => turnOn.mutate(publicKey)} data-testid="alerts-on">
                    Turn on here
                  </Button>
                )}
                {now === 'on' && device && (
                  <Button
                    size="sm" variant="default" loading={test.isPending} data-testid="alerts-test"
                    onClick={() => test.mutate(device.id, { onSuccess: () => notifyDone('A test alert is on its way.'), onError: notifyProblem })}
                  >
                    Send a test
                  </Button>
                )}
                {device && (
                  <Button
                    size="sm" variant="subtle" color="gray" loading={turnOff.isPending && turnOff.variables.here} data-testid="alerts-off"
                    onClick={() => turnOff.mutate({ id: device.id, here: true }, { onError: notifyProblem })}
                  >
                    Turn off
                  </Button>
                )}
              </div>
            )}
            {others.length > 0 && (
              <ul className={own.others} aria-label="Other devices with alerts">
                {others.map(({ id, device: name }) => (
                  <li key={id} className={own.other}>
                    <span>{name ?? 'Unknown device'}</span>
                    <Button
                      size="compact-sm" variant="default" aria-label={`Turn off on ${name ?? 'the unknown device'}`} data-testid="alerts-off-elsewhere"
                      loading={turnOff.isPending && turnOff.variables.id === id} onClick={() => turnOff.mutate({ id, here: false }, { onError: notifyProblem })}
                    >
                      Turn off
                    </Button>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </QueryState>
    </Card>
  );
}

function Mark({ standing }: { standing: Standing }) {
  return standing === 'on' ? (
    <Status tone="good" value="on" testId="alerts-state" icon={<Bell size={13} strokeWidth={2} aria-hidden />}>
      On
    </Status>
  ) : (
    <Status tone="plain" value={standing} testId="alerts-state" icon={<BellOff size={13} strokeWidth={2} aria-hidden />}>
      {standing === 'off' ? 'Off' : standing === 'denied' ? 'Not allowed' : 'Not here'}
    </Status>
  );
}
