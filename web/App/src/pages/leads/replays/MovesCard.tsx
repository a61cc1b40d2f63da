import { Select, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReplayMove } from '../../../api/qualifier';
import { useReplayMoves } from '../../../api/replays';
import { useSession } from '../../../api/session';
import type { MovesSearch } from '../../../filters/search';
import { Card } from '../../../ui/Card';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Missing } from '../../../ui/Missing';
import pick from '../../../ui/Pick.module.css';
import { QueryState } from '../../../ui/QueryState';
import { When } from '../../../ui/When';
import { None } from '../../settings/None';
import { Moved } from '../Moved';
import { becauseOf, factsOf } from '../moves';
import { fallbackReason, labelOf, scores } from '../score';
import classes from '../Moves.module.css';
import { becameOf } from './words';

interface MovesCardProps {
  id: string;
  search: MovesSearch;
  set: (change: MovesSearch) => void;
}

const cells = scores.flatMap((from) => scores.filter((to) => to !== from).map((to) => ({ value: `${from}-${to}`, label: `${labelOf(from)} to ${labelOf(to).toLowerCase()}` })));

/** Everybody who would have gone another way. */
export function MovesCard({ id, search: { was, becomes }, set }: MovesCardProps) {
  const { currency } = useSession().organisation;
  const moves = useReplayMoves(id, was !== undefined && becomes !== undefined ? { from: Number(was), to: Number(becomes) } : {});

  const columns: Column<ReplayMove>[] = [
    { id: 'who', header: 'Who', cell: (row) => <Who {...row} /> },
    { id: 'move', header: 'Move', cell: ({ from, to }) => <Moved from={from} to={to} /> },
    { id: 'became', header: 'What became of them', cell: (row) => becameOf(row, currency) ?? <Missing why="No lead is known of them." /> },
    { id: 'why', header: 'Why', cell: (row) => <p className={classes.why}>{whyOf(row)}</p> },
    { id: 'when', header: 'Wrote', align: 'right', cell: ({ receivedAt }) => <When instant={receivedAt} /> },
  ];

  return (
    <Card
      title="Who moved"
      about="The latest first."
      controls={
        <Select
          size="sm" aria-label="Move" placeholder="Every move" clearable clearButtonProps={{ 'aria-label': 'Every move' }} data={cells}
          value={was !== undefined && becomes !== undefined ? `${was}-${becomes}` : null}
          onChange={(value) => set(value === null ? {} : { was: value.slice(0, 1), becomes: value.slice(2) })} data-testid="filter-move"
        />
      }
      testId="replay-moves"
    >
      <QueryState of={moves} loading={<div className={form.inside}><Skeleton h={280} /></div>}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <None>Nobody would have moved this way.</None>
          ) : (
            <div>
              <DataTable label="Who moved" columns={columns} rows={rows} keyOf={({ enquiryId }) => enquiryId} testId="table-moves" />
              <LoadMore of={moves} shown={rows.length} what={['enquiry', 'enquiries']} />
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}

function Who({ enquiryId, name, budget, styles }: ReplayMove) {
  return (
    <>
      <Link to="/enquiries/$id" params={{ id: enquiryId }} className={pick.pick}>
        {name}
      </Link>
      <span className={form.sub}>{factsOf({ budget, styles })}</span>
    </>
  );
}

/** What made the difference: another rule, another judgement, or a model that did not answer this time. */
function whyOf(move: ReplayMove): string {
  const { modelBefore, modelAfter, reason, fallback } = move;
  if (fallback !== null) {
    return `The model did not judge this time: ${fallbackReason(fallback)}.`;
  }

  return modelBefore !== modelAfter && reason !== null ? reason : becauseOf(move);
}
