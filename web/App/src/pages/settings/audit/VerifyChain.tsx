import { Button } from '@mantine/core';
import { Link2, Link2Off, ShieldCheck } from 'lucide-react';
import type { AuditVerdict } from '../../../api/accounts';
import { useVerifyAudit } from '../../../api/organisation';
import { useSession } from '../../../api/session';
import { formatInstant } from '../../../format/dates';
import { count } from '../../../format/numbers';
import { Dialog } from '../../../ui/Dialog';
import { Fact, Facts } from '../../../ui/Facts';
import form from '../../../ui/Form.module.css';
import { notifyProblem } from '../../../ui/notifyProblem';
import { Status } from '../../../ui/Status';

/** Computes the whole chain anew and compares. */
export function VerifyChain() {
  const verify = useVerifyAudit();

  return (
    <>
      <Button
        leftSection={<ShieldCheck size={16} strokeWidth={1.75} />}
        loading={verify.isPending}
        onClick={() => verify.mutate(undefined, { onError: notifyProblem })}
        data-testid="verify-chain"
      >
        Verify chain
      </Button>
      {verify.data && <Verdict verdict={verify.data} onClose={() => verify.reset()} />}
    </>
  );
}

function Verdict({ verdict, onClose }: { verdict: AuditVerdict; onClose: () => void }) {
  const { organisation } = useSession();
  const { valid, events, firstBroken, head, checkedAt } = verdict;

  return (
    <Dialog
      title={valid ? 'The record is whole' : 'The record was touched'}
      about={
        valid
          ? 'Every event is as it was sealed, none is missing and none was put in between.'
          : 'From the event below on, the chain does not fit what is stored. Keep a backup of today and find out who has access to the database.'
      }
      wide
      onClose={onClose}
      testId="verdict"
    >
      <Facts>
        <Fact name="Verdict">
          {valid ? (
            <Status tone="good" value="valid" testId="verdict-state" icon={<Link2 size={13} strokeWidth={2} aria-hidden />}>Whole</Status>
          ) : (
            <Status tone="bad" value="broken" testId="verdict-state" icon={<Link2Off size={13} strokeWidth={2} aria-hidden />}>Broken</Status>
          )}
        </Fact>
        <Fact name="Events that fit">{count(events)}</Fact>
        {firstBroken && (
          <Fact name="First that does not" why={firstBroken.reason}>
            {firstBroken.seq === null ? 'In no chain' : `Number ${count(firstBroken.seq)}`}, <code className={form.code}>{firstBroken.eventId}</code>
          </Fact>
        )}
        {head && (
          <Fact name="Last hash" why="Write it down: a chain that was rebuilt from the start ends in another one.">
            <code className={form.code}>{head}</code>
          </Fact>
        )}
        <Fact name="Checked">{formatInstant(checkedAt, organisation.timeZone)}</Fact>
      </Facts>
    </Dialog>
  );
}
