import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { type Draft, valueAt } from './inputs';
import classes from './Rows.module.css';
import type { AnyForm } from './spec';

interface RowsProps {
  form: AnyForm;
  place: string;
  /** "style" */
  what: string;
  empty: Draft;
  /** Headings of the columns, in the order of the fields of a row. */
  headings: readonly string[];
  /** Widths of the columns, and how they lie on a phone. */
  className: string | undefined;
  most: number;
  /** How many stay whatever is removed. */
  least?: number;
  children: (row: string, index: number) => ReactNode;
  /** More ways to add one, beside the usual. */
  more?: ReactNode;
}

/** Rows that are filled in like a sheet: Enter goes down a row and makes one at the end, Alt with an arrow moves a row. */
export function Rows({ form, place, what, empty, headings, className, most, least = 1, children, more }: RowsProps) {
  const rows = (valueAt(form.getValues(), place) as Draft[] | undefined) ?? [];
  const isFull = rows.length >= most;

  const focus = (field: string) => requestAnimationFrame(() => (form.getInputNode(field) as HTMLElement | null)?.focus());
  const firstField = Object.keys(empty)[0]!;
  const add = (field = firstField) => {
    if (!isFull) {
      form.insertListItem(place, empty as never);
      focus(`${place}.${rows.length}.${field}`);
    }
  };

  const remove = (index: number) => {
    if (rows.length > least) {
      form.removeListItem(place, index);
    } else {
      form.setFieldValue(`${place}.${index}`, empty as never);
    }

    focus(`${place}.${Math.max(0, rows.length > least ? Math.min(index, rows.length - 2) : index)}.${firstField}`);
  };

  const move = (from: number, to: number, field = firstField) => {
    if (to >= 0 && to < rows.length) {
      form.reorderListItem(place, { from, to });
      focus(`${place}.${to}.${field}`);
    }
  };

  const key = (event: KeyboardEvent, index: number) => {
    const target = event.target as HTMLElement;
    const field = fieldOf(target, `${place}.${index}.`);
    if (field === undefined || target.getAttribute('aria-expanded') === 'true' || event.nativeEvent.isComposing) {
      return;
    }

    if (event.key === 'Enter' && target.tagName !== 'TEXTAREA') {
      // Not yet the whole form.
      event.preventDefault();
      if (index === rows.length - 1) {
        add(field);
      } else {
        focus(`${place}.${index + 1}.${field}`);
      }
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      event.stopPropagation();
      move(index, index + (event.key === 'ArrowUp' ? -1 : 1), field);
    }
  };

  return (
    <div className={`${classes.rows} ${className ?? ''}`}>
      {rows.length > 0 && (
        <div className={classes.headings} aria-hidden>
          {headings.map((heading) => <span key={heading}>{heading}</span>)}
        </div>
      )}
      {rows.map((_, index) => (
        <div key={index} className={classes.row} role="group" aria-label={`${nameOf(what)} ${index + 1}`} onKeyDownCapture={(event) => key(event, index)} data-testid={`${place}-row`}>
          <p className={classes.number} aria-hidden>{nameOf(what)} {index + 1}</p>
          {children(`${place}.${index}`, index)}
          <div className={classes.tools}>
            <ActionIcon variant="subtle" color="gray" size="lg" disabled={index === 0} aria-label={`Move ${what} ${index + 1} up`} onClick={() => move(index, index - 1)}>
              <ArrowUp size={15} strokeWidth={1.75} />
            </ActionIcon>
            <ActionIcon variant="subtle" color="gray" size="lg" disabled={index === rows.length - 1} aria-label={`Move ${what} ${index + 1} down`} onClick={() => move(index, index + 1)}>
              <ArrowDown size={15} strokeWidth={1.75} />
            </ActionIcon>
            <Tooltip label={`Remove ${what} ${index + 1}`}>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove ${what} ${index + 1}`} onClick={() => remove(index)} data-testid={`${place}-remove`}>
                <X size={16} strokeWidth={1.75} />
              </ActionIcon>
            </Tooltip>
          </div>
        </div>
      ))}
      <div className={classes.foot}>
        <Button variant="default" size="sm" leftSection={<Plus size={14} strokeWidth={1.75} />} disabled={isFull} onClick={() => add()} data-testid={`${place}-add`}>
          Add {article(what)} {what}
        </Button>
        {more}
        {rows.length > 0 && <span className={classes.hint}>{isFull ? `${most} is the most there can be.` : 'Enter goes down a row, Alt with ↑ or ↓ moves it.'}</span>}
      </div>
    </div>
  );
}

/** The field of the row in which something was pressed: "quantity". */
function fieldOf(target: HTMLElement, row: string): string | undefined {
  const place = target.closest('[data-path]')?.getAttribute('data-path') ?? '';
  const at = place.indexOf(row);
  return at < 0 ? undefined : place.slice(at + row.length);
}

function nameOf(what: string): string {
  return what.charAt(0).toUpperCase() + what.slice(1);
}

function article(what: string): string {
  return /^[aeiou]/.test(what) ? 'an' : 'a';
}
