import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Signature } from '../../../api/documents';
import { mayMake, useSession } from '../../../api/session';
import { useResendSignature, useVoidSignature } from '../../../api/signing';
import { Advice } from '../../../ui/Advice';
import { CopyButton } from '../../../ui/CopyButton';
import { Answers, Dialog } from '../../../ui/Dialog';
import danger from '../../../ui/Confirm.module.css';
import { Failed } from '../../../ui/Failed';
import form from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { notifyProblem } from '../../../ui/notifyProblem';
import { When } from '../../../ui/When';
import { SignatureMark, SignerMark } from './Marks';
import classes from './SignatureProgress.module.css';
import { roleWords } from './signers';
import { isWaiting, mayBeResent, wordsOfEvent } from './state';

/** Who has signed and who has not, what happened when, and the ways to push or to stop it. */
export function SignatureProgress({ id, signature }: { id: string; signature: Signature }) {
  const { user } = useSession();
  const resend = useResendSignature(id);
  const [isVoiding, setVoiding] = useState(false);
  const events = signature.events.map((event) => ({ at: event.at, words: wordsOfEvent(event, signature.signers) })).filter(({ words }) => words !== null);
  const signed = signature.signers.filter(({ state }) => state === 'signed').length;

  return (
    <div className={classes.progress}>
      <div className={classes.head}>
        <SignatureMark state={signature.state} />
        <span className={form.quiet}>{signed} of {signature.signers.length} have signed.</span>
        {mayMake(user.role) && (
          <div className={classes.actions}>
            {mayBeResent(signature.state) && (
              <Button
                variant="default" size="sm" loading={resend.isPending} data-testid="resend-signature"
                onClick={() => resend.mutate(undefined, { onSuccess: () => notifyDone('It is sent again.', 'Invitations that were open are taken back first.'), onError: notifyProblem })}
              >
                Send again
              </Button>
            )}
            {isWaiting(signature.state) && (
              <Button variant="default" size="sm" onClick={() => setVoiding(true)} data-testid="void-signature">
                Void…
              </Button>
            )}
          </div>
        )}
      </div>
      {signature.reason && <Advice tone={signature.state === 'declined' || signature.state === 'failed' ? 'bad' : 'wait'} reason={signature.reason} wayOut={signature.wayOut} />}
      <div className={classes.sides}>
        <ol className={classes.signers} aria-label="Who signs">
          {signature.signers.map((signer, index) => (
            <li key={signer.email} className={classes.signer} data-testid="signer">
              <span className={classes.place} aria-hidden>{index + 1}</span>
              <span className={classes.who}>
                <span className={classes.name}>{signer.name}</span>
                <span className={form.sub}>{roleWords[signer.role] ?? signer.role} · {signer.email}</span>
                {signer.reason && <span className={form.quiet}>“{signer.reason}”</span>}
              </span>
              <span className={classes.state}>
                <SignerMark state={signer.state} />
              </span>
            </li>
          ))}
        </ol>
        {events.length > 0 && (
          <ol className={classes.events} aria-label="What happened" data-testid="signature-events">
            {events.map(({ at, words }, index) => (
              <li key={index} className={classes.event}>
                <span>{words}</span>
                <span className={classes.when}><When instant={at} /></span>
              </li>
            ))}
          </ol>
        )}
        <p className={classes.link}>
          <CopyButton small text={window.location.href} what="the link to this page" testId="copy-link" />
          <span className={form.quiet}>the link to this page; each signer has one of their own by mail.</span>
        </p>
      </div>
      {isVoiding && <Void id={id} onClose={() => setVoiding(false)} />}
    </div>
  );
}

function Void({ id, onClose }: { id: string; onClose: () => void }) {
  const revoke = useVoidSignature(id);
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const fault = isAsked && reason.trim() === '' ? 'Those who were asked to sign are told why.' : undefined;

  return (
    <Dialog title="Void this signature?" about="Nobody can sign it any more. What was signed until now does not count; the document itself stays, and can be sent again." onClose={onClose} testId="void-dialog">
      <form
        className={form.form} noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (reason.trim() !== '') {
            revoke.mutate(reason.trim(), { onSuccess: onClose });
          }
        }}
      >
        <TextInput label="Reason" withAsterisk classNames={{ label: form.label }} maxLength={500} value={reason} error={fault} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus data-testid="void-reason" />
        <Failed cause={revoke.error} />
        <Answers>
          <Button variant="default" onClick={onClose}>
            Keep it as it is
          </Button>
          <Button type="submit" className={danger.danger} loading={revoke.isPending} data-testid="confirm-void">
            Void
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
