import { UnstyledButton } from '@mantine/core';
import { X } from 'lucide-react';
import { useOffer } from '../filters/offers';
import classes from './FilterChips.module.css';
import { useUndoable } from './useUndoable';

export interface FilterChip {
  /** "Campaign" */
  kind: string;
  value: string;
  label: string;
  onRemove: () => void;
}

/** The filters that are set, each removable. */
export function FilterChips({ chips, onClear }: { chips: readonly FilterChip[]; onClear: () => void }) {
  const undoable = useUndoable();
  const clear = () => undoable(chips.length === 1 ? 'Filter cleared' : `${chips.length} filters cleared`, onClear);
  useOffer('filters', { count: chips.length, clear });
  if (chips.length === 0) {
    return null;
  }

  return (
    <ul className={classes.chips} aria-label="Filters that are set" data-testid="filter-chips">
      {chips.map(({ kind, value, label, onRemove }) => (
        <li key={`${kind} ${value}`} className={classes.chip} data-testid={`chip-${kind.toLowerCase()}`} data-value={value}>
          <span className={classes.kind}>{kind}</span>
          <span className={classes.label}>{label}</span>
          <UnstyledButton className={classes.remove} onClick={() => undoable(`${kind} ${label} removed`, onRemove)} aria-label={`Remove ${kind.toLowerCase()} ${label}`}>
            <X size={14} strokeWidth={1.75} />
          </UnstyledButton>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <UnstyledButton className={classes.clear} onClick={clear}>
            Clear all
          </UnstyledButton>
        </li>
      )}
    </ul>
  );
}
