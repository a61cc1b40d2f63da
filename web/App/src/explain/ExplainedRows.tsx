import { Skeleton } from '@mantine/core';
import { explainedRowsAddress, type ExplainFilter, useExplainedRows } from '../api/explain';
import type { ExplainedColumn, ExplainedRow, Explanation } from '../api/types';
import { formatDay } from '../format/dates';
import { count, money } from '../format/numbers';
import { type Column, DataTable } from '../ui/DataTable';
import { Downloads } from '../ui/Downloads';
import { LoadMore } from '../ui/LoadMore';
import { QueryState } from '../ui/QueryState';
import classes from './ExplainDrawer.module.css';

interface ExplainedRowsProps {
  figure: string;
  /** Within a sentence. */
  name: string;
  measure: NonNullable<Explanation['rows']>;
  currency: string;
  filter: ExplainFilter;
}

/** Every row behind the figure, newest first, page by page; or all of them as a file. */
export function ExplainedRows({ figure, name, measure, currency, filter }: ExplainedRowsProps) {
  const rows = useExplainedRows(figure, filter);

  return (
    <section className={classes.part} aria-label="Rows">
      <div className={classes.head}>
        <h3 className={classes.heading}>Rows of {name}</h3>
        <div className={classes.files}>
          <Downloads of={(format) => explainedRowsAddress(figure, format, filter)} testId="explain" />
        </div>
      </div>
      <QueryState of={rows} loading={<Skeleton h={280} />}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          const columns = (pages[0]?.columns ?? []).map((column, at) => columnOf(column, at, currency)).filter(({ id }) => id !== 'currency');
          const [first, ...others] = columns;
          // What is added up stands where it is seen, however many columns follow.
          const ordered = first ? [first, ...others.toSorted((a, b) => Number(b.id === measure.column) - Number(a.id === measure.column))] : [];
          return found.length === 0 ? (
            <p className={classes.about} data-testid="explain-no-rows">No row is behind it: nothing like this happened in these days under these filters.</p>
          ) : (
            <div className={classes.part}>
              <p className={classes.about}>{makes(measure, pages[0]?.columns ?? [], name)}</p>
              <DataTable label={`Rows of ${name}`} columns={ordered} rows={found} keyOf={(row) => row.id} flush testId="table-explained" />
              <LoadMore of={rows} shown={found.length} what={['row', 'rows']} />
            </div>
          );
        }}
      </QueryState>
    </section>
  );
}

function columnOf(column: ExplainedColumn, at: number, currency: string): Column<ExplainedRow> {
  return { id: column.id, header: column.name, ...(column.kind === 'text' || column.kind === 'day' ? {} : { align: 'right' as const }), cell: (row) => cellOf(row.cells[at], column.kind, currency) };
}

function cellOf(value: unknown, kind: ExplainedColumn['kind'], currency: string): string {
  switch (true) {
    case value === null || value === undefined:
      return '';
    case kind === 'money':
      return money(Number(value), currency);
    case kind === 'count':
      return count(Number(value));
    case kind === 'day':
      return formatDay(String(value));
    default:
      return String(value);
  }
}

/** How all of the rows make the number. */
function makes({ kind, column }: ExplainedRowsProps['measure'], columns: readonly ExplainedColumn[], name: string): string {
  const added = columns.find(({ id }) => id === column)?.name.toLowerCase() ?? '';
  switch (kind) {
    case 'count':
      return `All of these rows, counted, are the ${name}.`;
    case 'sum':
      return `All of these rows, their ${added} added up, are the ${name}.`;
    default:
      return `Of all of these rows, put in the order of ${added}, the one in the middle is the figure.`;
  }
}
