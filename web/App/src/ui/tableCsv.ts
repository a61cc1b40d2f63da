import { isValidElement, type ReactNode } from 'react';
import { csvOf } from './csv';
import type { Column } from './DataTable';
import { Missing } from './Missing';
import { Pick } from './Pick';
import { saveFile } from './saveFile';

/** A table as its readers see it. Columns that only hold buttons are left out. */
export function csvOfTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const shown = columns.filter(({ unseen }) => !unseen);
  return csvOf([shown.map(({ header }) => header), ...rows.map((row) => shown.map(({ cell }) => textOf(cell(row))))]);
}

/** Gives it to the browser as a file; the mark in front tells Excel that it is UTF-8. */
export function saveTable<Row>(title: string, columns: readonly Column<Row>[], rows: readonly Row[]) {
  saveFile(`${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`, `\uFEFF${csvOfTable(columns, rows)}`, 'text/csv;charset=utf-8');
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') {
    return String(node);
  }

  if (Array.isArray(node)) {
    return node.map(textOf).join('');
  }

  if (!isValidElement<{ label?: string; children?: ReactNode }>(node) || node.type === Missing) {
    return '';
  }

  return node.type === Pick ? (node.props.label ?? '') : textOf(node.props.children);
}
