import { SegmentedControl, Select, Skeleton, UnstyledButton } from '@mantine/core';
import { type CallListFilter, fileAddress, useCallList } from '../../api/analytics';
import type { CallDay, CallOutcome, CallRow } from '../../api/types';
import { callOutcomes } from '../../filters/search';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Downloads } from '../../ui/Downloads';
import { Empty } from '../../ui/Empty';
import form from '../../ui/Form.module.css';
import { LoadMore } from '../../ui/LoadMore';
import { Missing } from '../../ui/Missing';
import { QueryState } from '../../ui/QueryState';
import { When } from '../../ui/When';
import classes from './Calls.module.css';
import { OutcomeMark } from './OutcomeMark';
import { kindWords, outcomeWords } from './words';

interface CallTableProps {
  filter: CallListFilter;
  channels: readonly { value: string; name: string }[];
  /** Of one salesperson: the column says the kind instead of whose it is. */
  ofOne: boolean;
  onOutcome: (outcome: CallOutcome | undefined) => void;
  onBy: (by: CallDay) => void;
  onOpen: (id: string) => void;
}

/** The calls behind the figures, one by one. */
export function CallTable({ filter, channels, ofOne, onOutcome, onBy, onOpen }: CallTableProps) {
  const calls = useCallList(filter);
  const by = filter.by ?? 'start';

  const columns: Column<CallRow>[] = [
    { id: 'invitee', header: 'With', cell: (row) => <With row={row} onOpen={onOpen} /> },
    { id: 'startsAt', header: 'Starts', align: 'right', cell: (row) => <When instant={row.startsAt} /> },
    { id: 'outcome', header: 'Outcome', cell: (row) => <OutcomeMark outcome={row.outcome} /> },
    ofOne ? { id: 'kind', header: 'Kind', cell: (row) => kindWords[row.kind] } : { id: 'rep', header: 'Salesperson', cell: (row) => row.rep },
    { id: 'channel', header: 'Channel', cell: (row) => channels.find(({ value }) => value === row.channel)?.name ?? row.channel },
    { id: 'source', header: 'UTM source', cell: (row) => row.source ?? <Missing why="The booking carried no UTM source." /> },
    { id: 'moved', header: 'Moved', align: 'right', cell: (row) => (row.reschedules === 0 ? '–' : row.reschedules === 1 ? 'once' : `${row.reschedules} times`) },
    { id: 'bookedAt', header: 'Booked', align: 'right', cell: (row) => <When instant={row.bookedAt} /> },
  ];

  return (
    <Card
      title="Calls"
      about={by === 'start' ? 'That start on these days, the latest first.' : 'That were booked on these days, the latest first.'}
      controls={
        <>
          <SegmentedControl
            size="xs"
            role="radiogroup"
            aria-label="Which day"
            value={by}
            onChange={(value) => onBy(value as CallDay)}
            data={[{ value: 'start', label: 'By start' }, { value: 'booking', label: 'By booking' }]}
          />
          <Select
            size="sm"
            aria-label="Outcome"
            placeholder="Every outcome"
            clearable
            data={callOutcomes.map((value) => ({ value, label: outcomeWords[value] }))}
            value={filter.outcome ?? null}
            onChange={(value) => onOutcome(value ?? undefined)}
            data-testid="filter-outcome"
          />
          <Downloads of={(format) => fileAddress('calls/list', format, filter)} testId="calls" />
        </>
      }
      testId="calls"
    >
      <QueryState of={calls} loading={<Skeleton h={320} m="lg" mt={0} w="auto" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Empty reason="There is no such call in these days under these filters." wayOut="Choose another outcome or range, or remove a filter." linkToData={false} />
          ) : (
            <div>
              <DataTable label="Calls" columns={columns} rows={rows} keyOf={(row) => row.id} testId="table-calls" />
              <LoadMore of={calls} shown={rows.length} what={['call', 'calls']} />
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}

function With({ row, onOpen }: { row: CallRow; onOpen: (id: string) => void }) {
  return (
    <>
      <UnstyledButton className={classes.name} onClick={() => onOpen(row.id)} data-testid="open-call">
        {row.invitee ?? 'Nobody is named'}
      </UnstyledButton>
      {row.email && <span className={form.sub}>{row.email}</span>}
    </>
  );
}
