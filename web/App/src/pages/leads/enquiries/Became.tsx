import type { EnquiryLead } from '../../../api/qualifier';
import { useSession } from '../../../api/session';
import { Fact, Facts } from '../../../ui/Facts';
import { Status } from '../../../ui/Status';
import { Step } from './Step';
import classes from './Story.module.css';
import { fateOf } from './story';

/** The lead that was made of it, and how it ended. */
export function Became({ lead, finalScore }: { lead: EnquiryLead | null; finalScore: number | null }) {
  const { currency } = useSession().organisation;

  return (
    <Step number={5} title="What became of it" mark={lead?.won ? <Status tone="good" testId="lead-won">Won</Status> : undefined} testId="step-lead">
      {lead === null ? (
        <p className={classes.text}>{finalScore === 0 ? 'Spam becomes no lead.' : 'No lead is known of it yet.'}</p>
      ) : (
        <>
          <p className={classes.text}>{fateOf(lead, currency)}</p>
          <Facts>
            {lead.status && <Fact name="Status">{lead.status}</Fact>}
            <Fact name="Qualification">{lead.qualification}</Fact>
          </Facts>
        </>
      )}
    </Step>
  );
}
