import { Skeleton } from '@mantine/core';
import { useCall } from '../../api/analytics';
import { useSession } from '../../api/session';
import type { CallDetails } from '../../api/types';
import { formatInstant } from '../../format/dates';
import { CopyButton } from '../../ui/CopyButton';
import { Fact, Facts } from '../../ui/Facts';
import { Panel } from '../../ui/Panel';
import { QueryState } from '../../ui/QueryState';
import classes from './Calls.module.css';
import { OutcomeMark } from './OutcomeMark';
import { momentWords } from './moments';
import { kindWords } from './words';

/** One call with all that happened to it. */
export function CallDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const call = useCall(id);

  return (
    <Panel opened onClose={onClose} side="right" size="36rem" title={call.data?.call.invitee ?? 'Call'} testId="call-drawer">
      <QueryState of={call} loading={<Skeleton h={400} />}>
        {(found) => <CallInFull {...found} />}
      </QueryState>
    </Panel>
  );
}

function CallInFull({ call, events }: CallDetails) {
  const { timeZone } = useSession().organisation;

  return (
    <>
      <Facts>
        <Fact name="Outcome" testId="call-outcome">
          <OutcomeMark outcome={call.outcome} />
        </Fact>
        <Fact name="Starts">{formatInstant(call.startsAt, timeZone)}</Fact>
        <Fact name="Kind">{kindWords[call.kind]}</Fact>
        <Fact name="Salesperson">{call.rep}</Fact>
        {call.email && (
          <Fact name="E-mail">
            {call.email} <CopyButton small text={call.email} what="the address" />
          </Fact>
        )}
        <Fact name="Came from" why="Channel and campaign of the lead with this address.">
          {[call.channel, call.campaign].filter(Boolean).join(', ')}
        </Fact>
        <Fact name="UTM source">{call.source ?? 'none'}</Fact>
      </Facts>
      <section aria-label="What happened">
        <h3 className={classes.heading}>What happened</h3>
        <ol className={classes.moments} data-testid="call-moments">
          {events.map((event, index) => (
            <li key={index} className={classes.moment}>
              <strong>{momentWords(event)}</strong>
              <span className={classes.quiet}>
                <time dateTime={event.at}>{formatInstant(event.at, timeZone)}</time>
                {(event.kind === 'booked' || event.kind === 'rescheduled') && `, for ${formatInstant(event.startsAt, timeZone)}`}
              </span>
              {event.reason && <span className={classes.quiet}>“{event.reason}”</span>}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
