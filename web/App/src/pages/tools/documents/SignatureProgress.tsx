import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DocumentDetails, Signature } from '../../../api/documents';
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
import { SignatureMark } from './Marks';
import classes from './SignatureProgress.module.css';
import { isWaiting } from './state';

/** Who has signed and who has not, what happened when, and the ways to push or to stop it. */
export function SignatureProgress({ document, signature }: { document: DocumentDetails; signature: Signature }) {
  const { user } = useSession();
  const resend = useResendSignature(document.id);
  const [isVoiding, setVoiding] = useState(false);
  const signed = signature.signers.filter(({ state }) => state === 'signed').length;

  return (
    <div className={classes.progress}>
      <div className={classes.head}>
        <SignatureMark state={signature.state} />
        <span className={form.quiet}>{signed} of {signature.signers.length} have signed.</span>
        {isWaiting(signature.state) && mayMake(user.role) && (
          <div className={classes.actions}>
            <Button
              variant="default" size="sm" loading={resend.isPending} data-testid="resend-signature"
              onClick={() => resend.mutate(undefined, { onSuccess: () => notifyDone('Whoever has not signed is written to again.'), onError: notifyProblem })}
            >
              Remind
            </Button>
            <Button variant="default" size="sm" onClick={() => setVoiding(true)} data-testid="void-signature">
              Void…
            </Button>
          </div>
        )}
      </div>
      {signature.reason && <Advice tone={signature.state === 'declined' || signature.state === 'failed' ? 'bad' : 'wait'} reason={signature.reason} />}
      <div className={classes.sides}>
        <ol className={classes.signers} aria-label="Who signs">
          {signature.signers.map((signer, index) => (
            <li key={signer.email} className={classes.signer} data-testid="signer">
              <span className={classes.place} aria-hidden>{index + 1}</span>
              <span className={classes.who}>
                <span className={classes.name}>{signer.name}</span>
                <span className={form.sub}>{signer.role} · {signer.email}</span>
              </span>
              <span className={classes.state}>
                <SignatureMark state={signer.state} />
                {signer.link && <CopyButton small text={signer.link} what={`link of ${signer.name}`} label="Copy" />}
              </span>
            </li>
          ))}
        </ol>
        {signature.events.length > 0 && (
          <ol className={classes.events} aria-label="What happened" data-testid="signature-events">
            {signature.events.map(({ at, what, who }, index) => (
              <li key={index} className={classes.event}>
                <span>{what}{who && `, ${who}`}</span>
                <span className={classes.when}><When instant={at} /></span>
              </li>
            ))}
          </ol>
        )}
      </div>
      {isVoiding && <Void id={document.id} onClose={() => setVoiding(false)} />}
    </div>
  );
}

function Void({ id, onClose }: { id: string; onClose: () => void }) {
  const revoke = useVoidSignature(id);
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const fault = isAsked && reason.trim() === '' ? 'Those who were asked to sign are told why.' : undefined;

  return (
    <Dialog title="Void this signature?" about="Nobody can sign it any more. What was signed until now does not count; the document itself stays and can be sent again." onClose={onClose} testId="void-dialog">
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
