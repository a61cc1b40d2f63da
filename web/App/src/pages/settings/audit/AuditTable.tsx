import { Bot, Cog, UserRound } from 'lucide-react';
import type { AuditEvent } from '../../../api/accounts';
import { useSession } from '../../../api/session';
import { formatMoment } from '../../../format/dates';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { Missing } from '../../../ui/Missing';
import { Pick } from '../../../ui/Pick';
import { Status } from '../../../ui/Status';
import { nameWords } from './query';

interface AuditTableProps {
  rows: readonly AuditEvent[];
  onOpen: (event: AuditEvent) => void;
  onActor: (actor: string) => void;
  onAction: (action: string) => void;
}

export function AuditTable({ rows, onOpen, onActor, onAction }: AuditTableProps) {
  const { organisation } = useSession();
  const now = new Date();

  const columns: Column<AuditEvent>[] = [
    { id: 'at', header: 'When', cell: (event) => <Pick label={formatMoment(event.at, organisation.timeZone, now)} about="Everything that was recorded" onPick={() => onOpen(event)} /> },
    { id: 'actor', header: 'Who', cell: ({ actor }) => <Actor actor={actor} onActor={onActor} /> },
    { id: 'action', header: 'Did', cell: ({ action }) => <Pick label={nameWords(action)} about="Only this action" onPick={() => onAction(action)} /> },
    { id: 'subjects', header: 'About', cell: ({ subjects }) => <Subjects subjects={subjects} /> },
    { id: 'changes', header: 'Changed', cell: (event) => <Changed {...event} /> },
    { id: 'status', header: 'Answer', align: 'right', cell: ({ status }) => <Status tone={status < 400 ? 'good' : status < 500 ? 'wait' : 'bad'}>{status}</Status> },
  ];

  return <DataTable label="Audit" columns={columns} rows={rows} keyOf={({ id }) => id} testId="table-audit" />;
}

function Changed({ changes, method }: AuditEvent) {
  return changes !== null ? (
    <Status tone="plain">{changes.length === 1 ? '1 record' : `${changes.length} records`}</Status>
  ) : method === 'GET' ? (
    <span className={form.quiet}>Only read</span>
  ) : (
    <Missing why="The service recorded no change of a record." />
  );
}

const icons: Record<string, typeof UserRound> = { person: UserRound, client: Bot };

export function Actor({ actor, onActor }: { actor: AuditEvent['actor']; onActor?: (actor: string) => void }) {
  const Icon = icons[actor.kind] ?? Cog;
  const { id } = actor;
  const name = actor.name ?? (actor.kind === 'system' ? 'The platform' : (id ?? 'Unknown'));

  return (
    <span className={form.inline}>
      <Icon size={14} strokeWidth={1.5} aria-label={actor.kind} />
      {id !== null && onActor ? <Pick label={name} about="Only what this one did" onPick={() => onActor(id)} /> : name}
    </span>
  );
}

function Subjects({ subjects }: { subjects: AuditEvent['subjects'] }) {
  const [first, ...rest] = subjects;
  return first === undefined ? null : (
    <>
      {first.kind} <code className={form.code}>{first.id.length > 13 ? `${first.id.slice(0, 13)}…` : first.id}</code>
      {rest.length > 0 && ` and ${rest.length} more`}
    </>
  );
}
