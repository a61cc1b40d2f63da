import type { AuditEvent } from '../../../api/accounts';
import { useSession } from '../../../api/session';
import { formatInstant } from '../../../format/dates';
import { Fact, Facts } from '../../../ui/Facts';
import form from '../../../ui/Form.module.css';
import { Missing } from '../../../ui/Missing';
import { Panel } from '../../../ui/Panel';
import { Pick } from '../../../ui/Pick';
import { Status } from '../../../ui/Status';
import { Actor } from './AuditTable';
import { Changes } from './Changes';
import { nameWords } from './query';

interface EventDrawerProps {
  event: AuditEvent;
  onSubject: (subject: string) => void;
  onClose: () => void;
}

/** One event in full. */
export function EventDrawer({ event, onSubject, onClose }: EventDrawerProps) {
  const { organisation } = useSession();
  const erased = <Missing why="Never known, or erased with the person's details." />;

  return (
    <Panel opened onClose={onClose} side="right" size="40rem" title={nameWords(event.action)} testId="event-drawer">
      <div className={form.form}>
        <Facts>
          <Fact name="When">{formatInstant(event.at, organisation.timeZone)}</Fact>
          <Fact name="Who">
            <Actor actor={event.actor} />
          </Fact>
          <Fact name="From">{event.address ?? erased}</Fact>
          <Fact name="With">{event.device ?? erased}</Fact>
          <Fact name="Request">
            <code className={form.code}>
              {event.method} /{event.service}
              {event.path}
              {event.query ?? ''}
            </code>{' '}
            <Status tone={event.status < 400 ? 'good' : 'bad'}>{event.status}</Status>
          </Fact>
          {event.subjects.length > 0 && (
            <Fact name="About">
              <ul>
                {event.subjects.map(({ kind, id }) => (
                  <li key={`${kind} ${id}`}>
                    {kind} <Pick label={id} about="Everything about this one" onPick={() => onSubject(id)} />
                  </li>
                ))}
              </ul>
            </Fact>
          )}
          <Fact name="In the chain">{event.seq === null ? 'Not sealed yet; that takes a few seconds.' : `Number ${event.seq.toLocaleString('en-US')}`}</Fact>
        </Facts>
        {event.changes && <Changes changes={event.changes} />}
      </div>
    </Panel>
  );
}
