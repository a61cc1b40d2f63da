import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Send } from 'lucide-react';
import type { DocumentDetails } from '../../../api/documents';
import { Problem } from '../../../api/problem';
import { useSession } from '../../../api/session';
import { useSendForSignature } from '../../../api/signing';
import { Failed } from '../../../ui/Failed';
import shared from '../../../ui/Form.module.css';
import { Area, Pair, Text } from '../forms/fields';
import { placed } from '../forms/inputs';
import { faultsOfSending, roleWords, type SendDraft, signersOf } from './signers';

/** Who signs, and the words they are asked with. */
export function SendForSignature({ document, signatory }: { document: DocumentDetails; signatory: string | undefined }) {
  const { user } = useSession();
  const send = useSendForSignature(document.id);
  const form = useForm<SendDraft>({
    initialValues: { signers: signersOf(document, user, signatory), subject: '', message: '' },
    validate: faultsOfSending,
    validateInputOnBlur: true,
  });

  const submit = form.onSubmit(({ signers, subject, message }) => {
    send.mutate(
      { signers: signers.map((each) => ({ role: each.role, name: each.name.trim(), email: each.email.trim() })), subject: subject.trim() || null, message: message.trim() || null },
      { onError: (cause) => form.setErrors(placed(Problem.from(cause).errors, form.getValues()).fields) },
    );
  });

  return (
    <form className={shared.form} onSubmit={submit} noValidate data-testid="send-for-signature">
      {form.getValues().signers.map(({ role }, index) => (
        <Pair key={role}>
          <Text form={form} place={`signers.${index}.name`} label={`${roleWords[role] ?? role}: who signs`} needed most={200} />
          <Text form={form} place={`signers.${index}.email`} label="E-mail" type="email" needed most={200} />
        </Pair>
      ))}
      <Text form={form} place="subject" label="Subject" placeholder={document.title} most={200} />
      <Area form={form} place="message" label="Message" rows={2} most={2000} placeholder="A few words of your own" />
      <Failed cause={send.error} />
      <div className={shared.row}>
        <Button type="submit" loading={send.isPending} leftSection={<Send size={15} strokeWidth={1.75} />} data-testid="send-signature">
          Send for signature
        </Button>
        <span className={shared.quiet}>{form.getValues().signers.length === 1 ? 'One person is written to.' : `${form.getValues().signers.length} people are written to, one after the other.`}</span>
      </div>
    </form>
  );
}
