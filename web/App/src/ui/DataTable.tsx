import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

export interface Column<Row> {
  id: string;
  header: string;
  /** The header is only read out: what stands below speaks for itself. */
  unseen?: boolean;
  /** Figures stand right, in columns that add up by eye. */
  align?: 'right';
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
}

interface DataTableProps<Row> {
  /** Read out instead of a heading. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Column id, "-" in front when the largest come first. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** In line with what stands above it, instead of with the card around it. */
  flush?: boolean;
  /** The first column says sentences, which need more than one line. */
  wrap?: boolean;
  testId?: string;
}

/** A table that scrolls by itself when it is wider than the page; the first column stays in sight. */
export function DataTable<Row>({ label, columns, rows, keyOf, sort, onSort, flush, wrap, testId }: DataTableProps<Row>) {
  return (
    <div className={classes.scroll} role="region" aria-label={`Table: ${label}`} tabIndex={0} data-flush={flush} data-wrap={wrap}>
      <table className={classes.table} data-testid={testId}>
        <caption className={classes.caption}>{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align} aria-sort={ariaSort(column.id, sort)}>
                {column.sortable && onSort ? (
                  <SortButton column={column.id} sort={sort} onSort={onSort}>
                    {column.header}
                  </SortButton>
                ) : column.unseen ? (
                  <VisuallyHidden>{column.header}</VisuallyHidden>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-testid={testId && `${testId}-row`} data-key={keyOf(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.id} scope="row" data-align={column.align}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} data-align={column.align}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortButton({ column, sort, onSort, children }: { column: string; sort: string | undefined; onSort: (sort: string) => void; children: ReactNode }) {
  const Icon = sort === column ? ArrowUp : sort === `-${column}` ? ArrowDown : ArrowUpDown;

  return (
    <UnstyledButton
      className={classes.sort}
      data-active={sort === column || sort === `-${column}` || undefined}
      onClick={() => onSort(sort === `-${column}` ? column : `-${column}`)}
      data-testid={`sort-${column}`}
    >
      {children}
      <Icon size={12} strokeWidth={1.75} aria-hidden />
    </UnstyledButton>
  );
}

function ariaSort(column: string, sort: string | undefined): 'ascending' | 'descending' | undefined {
  return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined;
}
