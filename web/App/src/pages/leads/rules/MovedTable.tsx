import { Link } from '@tanstack/react-router';
import type { MovedEnquiry } from '../../../api/qualifier';
import { DataTable } from '../../../ui/DataTable';
import { Missing } from '../../../ui/Missing';
import { Moved } from '../Moved';
import { becauseOf } from '../moves';
import classes from '../Moves.module.css';

/** Enquiries that would move, each with the rule that would move it or would no longer hold it. */
export function MovedTable({ rows }: { rows: readonly MovedEnquiry[] }) {
  return (
    <DataTable
      label="Enquiries that would move"
      columns={[
        { id: 'who', header: 'Who', cell: ({ id, name }) => <Link to="/enquiries/$id" params={{ id }}>{name}</Link> },
        { id: 'move', header: 'Move', cell: ({ from, to }) => <Moved from={from} to={to} /> },
        { id: 'budget', header: 'Budget', cell: ({ budget }) => budget ?? <Missing why="No budget was given." /> },
        { id: 'styles', header: 'Styles', cell: ({ styles }) => styles ?? <Missing why="No number of styles was given." /> },
        { id: 'why', header: 'Why', cell: (row) => <p className={classes.why}>{becauseOf(row)}</p> },
      ]}
      rows={rows}
      keyOf={({ id }) => id}
      flush
      testId="table-moved"
    />
  );
}
