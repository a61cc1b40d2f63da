import { Skeleton } from '@mantine/core';
import type { DocumentDetails } from '../../../api/documents';
import { usePrices } from '../../../api/prices';
import { mayMake, useSession } from '../../../api/session';
import { useSignature } from '../../../api/signing';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { QueryState } from '../../../ui/QueryState';
import { SendForSignature } from './SendForSignature';
import { SignatureProgress } from './SignatureProgress';

/** A contract on its way to being signed: who signs, how far they are, and what one can still do about it. */
export function SignaturePanel({ document }: { document: DocumentDetails }) {
  const { user } = useSession();
  const signature = useSignature(document.id, { enabled: document.signature !== null });

  return document.signature === null && !signature.data ? (
    <Card title="Signature" about="Everybody signs on the screen, one after the other. The signed PDF is kept with the document." testId="signature">
      <div className={form.inside}>{mayMake(user.role) ? <Sending document={document} /> : <p className={form.quiet}>It has not been sent for signature.</p>}</div>
    </Card>
  ) : (
    <Card title="Signature" testId="signature">
      <div className={form.inside}>
        <QueryState of={signature} loading={<Skeleton h={180} />}>
          {(found) => found && <SignatureProgress id={document.id} signature={found} />}
        </QueryState>
      </div>
    </Card>
  );
}

/** Waits for the price list, which names who signs for the house. Without it one is written in by hand. */
function Sending({ document }: { document: DocumentDetails }) {
  const prices = usePrices();
  return prices.isPending ? <Skeleton h={180} /> : <SendForSignature document={document} signatory={prices.data?.content.house['signatoryName']} />;
}
