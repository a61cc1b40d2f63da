import { Equal, EqualNot } from 'lucide-react';
import type { Verdict } from '../../api/types';
import { Status } from '../../ui/Status';

/** Whether the source's counts and sums are ours. */
export function CertificateMark({ verdict }: { verdict: Verdict }) {
  return verdict === 'equal' ? (
    <Status tone="good" value="equal" testId="certificate" icon={<Equal size={13} strokeWidth={2} aria-hidden />}>
      Equal
    </Status>
  ) : (
    <Status tone="bad" value="different" testId="certificate" icon={<EqualNot size={13} strokeWidth={2} aria-hidden />}>
      Different
    </Status>
  );
}
