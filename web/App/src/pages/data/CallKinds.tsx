import { Button, Skeleton, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useCallKinds, useChangeCallKinds } from '../../api/sync';
import type { CallKinds as Settings, Source } from '../../api/types';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Failed } from '../../ui/Failed';
import form from '../../ui/Form.module.css';
import { Missing } from '../../ui/Missing';
import { notifyDone } from '../../ui/notifyDone';
import { QueryState } from '../../ui/QueryState';
import { Status } from '../../ui/Status';
import { callKindNames, kindOf } from './callKinds';

/** Which booking addresses mean which kind of call; for Admins. */
export function CallKinds({ source }: { source: Source }) {
  const kinds = useCallKinds(source.id);

  return (
    <Card
      title={`Kinds of calls in ${source.name}`}
      about="A call is of the first kind of which a part stands in its booking address. A change decides anew about every call that is stored."
      testId="call-kinds"
    >
      <QueryState of={kinds} loading={<Skeleton h={200} m="lg" mt={0} w="auto" />}>
        {(settings) => <Patterns key={JSON.stringify(settings.kinds)} settings={settings} />}
      </QueryState>
    </Card>
  );
}

function Patterns({ settings }: { settings: Settings }) {
  const [kinds, setKinds] = useState(settings.kinds);
  const change = useChangeCallKinds(settings.sourceId);
  const changed = JSON.stringify(kinds) !== JSON.stringify(settings.kinds);
  const save = () => change.mutate(kinds, { onSuccess: () => notifyDone('The kinds are saved. The calls follow with the next refresh, which has been asked for.') });

  const columns: Column<Settings['eventTypes'][number]>[] = [
    { id: 'name', header: 'Event type', cell: ({ name }) => name },
    { id: 'host', header: 'Salesperson', cell: ({ host }) => host ?? <Missing why="The event type names nobody." /> },
    { id: 'address', header: 'Booking address', cell: ({ address }) => address ?? <Missing why="It cannot be booked by an address." /> },
    { id: 'kind', header: 'Kind', cell: ({ address, kind }) => <Kind now={kindOf(address, kinds)} before={kind} /> },
  ];

  return (
    <>
      <div className={`${form.inside} ${form.form}`}>
        <Failed cause={change.error} />
        {kinds.map(({ kind, patterns }) => (
          <TagsInput
            key={kind}
            label={callKindNames[kind] ?? kind}
            description="Parts of the address, such as /intro-call."
            classNames={{ label: form.label }}
            value={[...patterns]}
            onChange={(value) => setKinds((before) => before.map((each) => (each.kind === kind ? { kind, patterns: value } : each)))}
            maxTags={50}
            acceptValueOnBlur
            data-testid={`patterns-${kind}`}
          />
        ))}
        <div className={form.row}>
          <Button size="sm" disabled={!changed} loading={change.isPending} onClick={save} data-testid="save-call-kinds">
            Save the kinds
          </Button>
          {changed && (
            <Button size="sm" variant="default" disabled={change.isPending} onClick={() => setKinds(settings.kinds)}>
              Put back
            </Button>
          )}
        </div>
      </div>
      {settings.eventTypes.length > 0 && (
        <DataTable label="Event types" columns={columns} rows={settings.eventTypes} keyOf={({ name, address, host }) => `${name} ${address} ${host}`} testId="table-event-types" />
      )}
    </>
  );
}

function Kind({ now, before }: { now: string; before: string }) {
  return now === before ? (
    callKindNames[now] ?? now
  ) : (
    <>
      <Status tone="wait">{callKindNames[now] ?? now}</Status> <span className={form.quiet}>was {(callKindNames[before] ?? before).toLowerCase()}</span>
    </>
  );
}
