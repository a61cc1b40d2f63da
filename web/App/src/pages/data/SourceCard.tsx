import { CalendarClock, Megaphone, Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { mayManage, seesCompany, useSession } from '../../api/session';
import { useProgress } from '../../api/sync';
import type { Source } from '../../api/types';
import { formatInstant, formatRelative } from '../../format/dates';
import { count } from '../../format/numbers';
import { Advice } from '../../ui/Advice';
import { Missing } from '../../ui/Missing';
import { Pick } from '../../ui/Pick';
import { CertificateMark } from './CertificateMark';
import { RefreshButton } from './RefreshButton';
import { RunProgress } from './RunProgress';
import { RunStatusMark } from './RunStatusMark';
import classes from './SourceCard.module.css';
import { standOf } from './stand';
import { useNow } from './useNow';

const icons: Record<Source['kind'], typeof Table2> = { monday: Table2, calendly: CalendarClock, 'google-ads': Megaphone };

interface SourceCardProps {
  source: Source;
  onOpenRun: (run: string) => void;
}

export function SourceCard({ source, onOpenRun }: SourceCardProps) {
  const { user } = useSession();
  const stand = standOf(source, useProgress(source.id));
  const { lastRun } = source;
  const Icon = icons[source.kind];

  return (
    <li className={classes.card} data-testid={`source-${source.kind}`} aria-label={source.name}>
      <header className={classes.head}>
        <Icon className={classes.icon} size={22} strokeWidth={1.25} aria-hidden />
        <h2 className={classes.name}>{source.name}</h2>
        <span role="status">{stand && <RunStatusMark status={stand.status} />}</span>
      </header>
      {stand?.active ? (
        <RunProgress stand={stand} />
      ) : (
        <dl className={classes.facts}>
          <Fact name="Last published">
            <When instant={source.lastPublishedAt} why="Nothing has been published yet." />
          </Fact>
          <Fact name="Next refresh">
            {source.enabled ? <When instant={source.nextRunAt} why="No refresh is planned." /> : 'Switched off'}
          </Fact>
          {seesCompany(user.role) && (
            <>
              <Fact name="Rows">{lastRun?.publishedAt ? count(lastRun.rowsPublished) : <Missing why="No run has published rows yet." />}</Fact>
              <Fact name="Certificate">
                {lastRun?.certificate ? <CertificateMark verdict={lastRun.certificate} /> : <Missing why="The last run has no certificate." />}
              </Fact>
            </>
          )}
        </dl>
      )}
      {source.advice && <Advice tone="wait" reason={source.advice} testId="advice" />}
      {!stand?.active && lastRun?.reason && (
        <Advice tone={lastRun.status === 'failed' ? 'bad' : 'wait'} reason={lastRun.reason} wayOut={lastRun.wayOut} testId="run-failure" />
      )}
      <footer className={classes.foot}>
        {mayManage(user.role) && <RefreshButton source={source} busy={stand?.active ?? false} />}
        {stand && seesCompany(user.role) && <Pick label={stand.active ? 'Follow this run' : 'See the last run'} about="Streams, certificate and times" onPick={() => onOpenRun(stand.runId)} />}
        <span className={classes.every}>Every {source.everyMinutes} minutes</span>
      </footer>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function When({ instant, why }: { instant: string | null; why: string }) {
  const { organisation } = useSession();
  const now = useNow();

  return instant === null ? (
    <Missing why={why} />
  ) : (
    <time dateTime={instant} title={formatInstant(instant, organisation.timeZone)}>
      {formatRelative(instant, now)}
    </time>
  );
}
