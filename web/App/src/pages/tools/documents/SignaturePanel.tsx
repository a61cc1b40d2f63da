import { Skeleton } from '@mantine/core';
import { Problem } from '../../../api/problem';
import { mayMake, useSession } from '../../../api/session';
import { useSignature } from '../../../api/signing';
import type { DocumentDetails } from '../../../api/documents';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { QueryState } from '../../../ui/QueryState';
import { SendForSignature } from './SendForSignature';
import { SignatureProgress } from './SignatureProgress';
import { mayBeSigned } from './state';

/** A contract on its way to being signed: who signs, how far they are, and what one can still do about it. */
export function SignaturePanel({ document }: { document: DocumentDetails }) {
  const { user } = useSession();
  const signature = useSignature(document.id);
  // Never sent is an answer and no failure.
  const isUnsent = signature.error instanceof Problem && signature.error.status === 404;
  const may = mayMake(user.role);

  return (
    <Card
      title="Signature" testId="signature"
      about={isUnsent ? 'Everybody signs on the screen, in the order in which they stand here. The signed PDF is kept with the document.' : undefined}
    >
      <div className={form.inside}>
        {isUnsent ? (
          may ? <SendForSignature document={document} /> : <p className={form.quiet}>It has not been sent for signature.</p>
        ) : (
          <QueryState of={signature} loading={<Skeleton h={180} />}>
            {(found) => (
              <>
                <SignatureProgress document={document} signature={found} />
                {mayBeSigned(found.state) && may && <SendForSignature document={document} again={found} />}
              </>
            )}
          </QueryState>
        )}
      </div>
    </Card>
  );
}
