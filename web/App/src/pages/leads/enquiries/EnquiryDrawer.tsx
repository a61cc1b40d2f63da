import { Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEnquiry } from '../../../api/enquiries';
import type { Enquiry } from '../../../api/qualifier';
import { CopyButton } from '../../../ui/CopyButton';
import form from '../../../ui/Form.module.css';
import { Panel } from '../../../ui/Panel';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { Found } from '../Found';
import { ScoreMark } from '../ScoreMark';
import { Became } from './Became';
import { DecisionHistory } from './DecisionHistory';
import { EndStep, ModelStep, RulesStep } from './Judged';
import classes from './Story.module.css';
import { newestFirst, sentTo } from './story';
import { Written } from './Written';

const route = getRouteApi('/house/leads/enquiries/$id');

/** One enquiry and the whole of its decision, from what was written to what became of it. */
export function EnquiryDrawer() {
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const enquiry = useEnquiry(id);

  return (
    <Panel
      opened
      onClose={() => void navigate({ to: '/enquiries', search: (before) => before, resetScroll: false })}
      side="right"
      size="48rem"
      title={enquiry.data?.name ?? 'Enquiry'}
      testId="enquiry-drawer"
    >
      <Found of={enquiry} what="enquiry" loading={<Skeleton h={520} />}>
        {(found) => <Story enquiry={found} />}
      </Found>
    </Panel>
  );
}

export function Story({ enquiry }: { enquiry: Enquiry }) {
  const decisions = newestFirst(enquiry.decisions);
  const [newest] = decisions;
  const first = decisions.at(-1);

  return (
    <>
      <Verdict enquiry={enquiry} />
      <div className={classes.story}>
        <Written enquiry={enquiry} screened={newest?.screened ?? []} />
        {newest && first && (
          <>
            <ModelStep decision={newest} />
            <RulesStep decision={newest} />
            <EndStep decision={newest} sent={sentTo(enquiry, first)} />
          </>
        )}
        {newest === undefined && <p className={classes.text}>It is being judged; the decision appears here in a moment.</p>}
        <Became lead={enquiry.lead} finalScore={enquiry.score} />
      </div>
      {decisions.length > 1 && <DecisionHistory decisions={decisions} />}
      <div>
        <CopyButton small text={`${window.location.origin}/enquiries/${enquiry.id}`} what="the address of this enquiry" label="Copy address" />
      </div>
    </>
  );
}

/** The end of it first, for somebody in a hurry. */
function Verdict({ enquiry: { score, fallback, decidedAt } }: { enquiry: Enquiry }) {
  return score === null ? (
    <Status tone="plain" testId="verdict">Being judged</Status>
  ) : (
    <p className={classes.verdict} data-testid="verdict">
      <ScoreMark score={score} testId="verdict-score" />
      {fallback !== null && <Status tone="wait">Rules only</Status>}
      <span className={form.quiet}>
        Decided <When instant={decidedAt} />
      </span>
    </p>
  );
}
