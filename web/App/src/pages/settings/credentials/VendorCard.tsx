import { Button } from '@mantine/core';
import { Check, CircleDashed, X } from 'lucide-react';
import { useState } from 'react';
import { useRemoveCredential, useTestCredential } from '../../../api/sync';
import type { Credential } from '../../../api/types';
import { Card } from '../../../ui/Card';
import { Confirm } from '../../../ui/Confirm';
import { Fact, Facts } from '../../../ui/Facts';
import classes from '../../../ui/Form.module.css';
import { Missing } from '../../../ui/Missing';
import { notifyProblem } from '../../../ui/notifyProblem';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { CredentialDialog } from './CredentialDialog';
import { vendors } from './vendors';

export function VendorCard({ credential }: { credential: Credential }) {
  const { vendor, set, source, setAt, setBy, lastTest } = credential;
  const { name } = vendors[vendor];
  const [doing, setDoing] = useState<'writing' | 'removing' | null>(null);
  const test = useTestCredential();
  const remove = useRemoveCredential();

  return (
    <Card title={name} controls={<Mark set={set} />} testId={`credential-${vendor}`}>
      <div className={classes.inside}>
        <Facts>
          <Fact name="Comes from">{sourceWords[source]}</Fact>
          {source === 'page' && (
            <Fact name="Written">
              <When instant={setAt} />
              {setBy && `, by ${setBy}`}
            </Fact>
          )}
          {/* Kept with what was written here; a test of the configuration's says what it found once, below. */}
          {source === 'page' && (
            <Fact name="Last test" testId="last-test">
              {lastTest ? (
                <>
                  <span className={classes.row}>
                    {lastTest.ok ? <Status tone="good" icon={<Check size={13} strokeWidth={2} aria-hidden />}>Works</Status> : <Status tone="bad" icon={<X size={13} strokeWidth={2} aria-hidden />}>Refused</Status>}
                    <When instant={lastTest.at} />
                  </span>
                  <span className={classes.quiet}>{lastTest.message}</span>
                </>
              ) : (
                <Missing why="It has not been tested." />
              )}
            </Fact>
          )}
        </Facts>
        {test.data && (
          <p className={classes.text} role="status" data-testid="test-result" data-ok={test.data.ok}>
            {test.data.ok ? `${name} answers${test.data.account ? ` as ${test.data.account}` : ''}.` : test.data.message}
          </p>
        )}
        <div className={classes.row}>
          <Button size="sm" {...(set ? { variant: 'default' } : {})} onClick={() => setDoing('writing')} data-testid="write-credential">
            {source === 'page' ? 'Replace' : 'Write credentials'}
          </Button>
          {set && (
            <Button size="sm" variant="default" loading={test.isPending} onClick={() => test.mutate(vendor, { onError: notifyProblem })} data-testid="test-credential">
              Test
            </Button>
          )}
          {source === 'page' && (
            <Button size="sm" variant="subtle" color="gray" onClick={() => setDoing('removing')} data-testid="remove-credential">
              Remove
            </Button>
          )}
        </div>
      </div>
      {doing === 'writing' && <CredentialDialog vendor={vendor} onClose={() => setDoing(null)} onWritten={() => test.reset()} />}
      {doing === 'removing' && (
        <Confirm
          title={`Remove the credentials of ${name}?`}
          about="The next refresh uses those of the configuration, or stops where there are none. What was loaded stays."
          word="Remove"
          pending={remove.isPending}
          problem={remove.error}
          onConfirm={() => remove.mutate(vendor, { onSuccess: () => setDoing(null) })}
          onClose={() => setDoing(null)}
        />
      )}
    </Card>
  );
}

const sourceWords: Record<Credential['source'], string> = {
  page: 'This page',
  configuration: 'The configuration of the Sync service; what is written here goes before it.',
  none: 'Nowhere yet. The source cannot be read.',
};

function Mark({ set }: { set: boolean }) {
  return set ? (
    <Status tone="good" value="set" testId="credential-state" icon={<Check size={13} strokeWidth={2} aria-hidden />}>
      Set
    </Status>
  ) : (
    <Status tone="wait" value="missing" testId="credential-state" icon={<CircleDashed size={13} strokeWidth={2} aria-hidden />}>
      Missing
    </Status>
  );
}
