import { Button } from '@mantine/core';
import { useIntersection, useNetwork } from '@mantine/hooks';
import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Report } from '../../api/reports';
import { Card } from '../../ui/Card';
import form from '../../ui/Form.module.css';
import classes from './Seo.module.css';
import { kindWords } from './words';

/** How long a report may take before we say that it may not come. */
const patience = 12_000;

/** A report in its frame; where it is blocked or does not come, why, and the way to it in a tab of its own. */
export function ReportFrame({ report }: { report: Report }) {
  const [attempt, setAttempt] = useState(0);
  const { title, kind, open } = report;

  return (
    <Card
      title={title}
      about={kindWords[kind]}
      controls={
        <Button component="a" href={open} target="_blank" rel="noreferrer" variant="default" size="sm" leftSection={<ExternalLink size={14} strokeWidth={1.5} />} aria-label={`Open in a new tab: ${title}`}>
          Open in a new tab
        </Button>
      }
      testId="report"
    >
      <Frame key={attempt} report={report} onAgain={() => setAttempt(attempt + 1)} />
    </Card>
  );
}

function Frame({ report: { title, embed, open, kind }, onAgain }: { report: Report; onAgain: () => void }) {
  const { online } = useNetwork();
  const { ref, entry } = useIntersection({ rootMargin: '300px' });
  const near = entry?.isIntersecting ?? false;
  const [standing, setStanding] = useState<'loading' | 'there' | 'late' | 'blocked'>('loading');

  // A frame far down the page does not load yet, so its time begins when it comes near.
  useEffect(() => {
    if (!near || standing !== 'loading') {
      return;
    }

    const late = setTimeout(() => setStanding('late'), patience);
    return () => clearTimeout(late);
  }, [near, standing]);

  // A frame that the policy refuses says that it has loaded: the refusal is only heard here.
  useEffect(() => {
    const onRefused = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
      if (effectiveDirective === 'frame-src' && new URL(embed).href.startsWith(blockedURI)) {
        setStanding('blocked');
      }
    };
    document.addEventListener('securitypolicyviolation', onRefused);
    return () => document.removeEventListener('securitypolicyviolation', onRefused);
  }, [embed]);

  const away = !online && standing !== 'there' ? 'offline' : standing === 'late' || standing === 'blocked' ? standing : null;

  return (
    <div className={classes.body} ref={ref} data-standing={away ?? standing} data-testid="report-body">
      {away && (
        <div className={classes.away} role="status" data-testid="report-away">
          <p className={classes.why}>{reasons[away].why}</p>
          <p className={classes.wayOut}>{reasons[away].wayOut(kind)}</p>
          <div className={classes.ways}>
            <Button component="a" className={form.asButton} href={open} target="_blank" rel="noreferrer" size="sm">
              Open in a new tab
            </Button>
            <Button variant="default" size="sm" onClick={onAgain}>
              Try again
            </Button>
          </div>
        </div>
      )}
      {away !== 'offline' && away !== 'blocked' && (
        <iframe
          className={classes.frame}
          src={embed}
          title={`${title}, ${kindWords[kind]}`}
          loading="lazy"
          referrerPolicy="no-referrer"
          sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-storage-access-by-user-activation"
          onLoad={() => setStanding((before) => (before === 'blocked' ? before : 'there'))}
          data-testid="report-frame"
        />
      )}
      {standing === 'loading' && away === null && <p className={classes.note}>Loading the report from Google…</p>}
      {standing === 'there' && (
        <p className={classes.note}>Nothing to see? Google shows a report only to those it is shared with, and only where it may use its cookies. Open it in a new tab then.</p>
      )}
    </div>
  );
}

const reasons = {
  offline: { why: 'You are offline.', wayOut: () => 'The report lives at Google and needs the network. It loads when you are back.' },
  blocked: { why: 'This browser does not show the report here.', wayOut: () => 'It may still open in a tab of its own.' },
  late: {
    why: 'The report does not come.',
    wayOut: (kind: Report['kind']) =>
      kind === 'looker-studio'
        ? 'The network or an extension of the browser may block it, or embedding is off in the report’s settings.'
        : 'The network or an extension of the browser may block it, or the spreadsheet is not shared.',
  },
};
