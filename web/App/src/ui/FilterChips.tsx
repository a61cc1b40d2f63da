import { UnstyledButton } from '@mantine/core';
import { X } from 'lucide-react';
import { useOffer } from '../filters/offers';
import classes from './FilterChips.module.css';

export interface FilterChip {
  /** "Campaign" */
  kind: string;
  value: string;
  label: string;
  onRemove: () => void;
}

/** The filters that are set, each removable. */
export function FilterChips({ chips, onClear }: { chips: readonly FilterChip[]; onClear: () => void }) {
  useOffer('filters', { count: chips.length, clear: onClear });
  if (chips.length === 0) {
    return null;
  }

  return (
    <ul className={classes.chips} aria-label="Filters that are set" data-testid="filter-chips">
      {chips.map(({ kind, value, label, onRemove }) => (
        <li key={`${kind} ${value}`} className={classes.chip} data-testid={`chip-${kind.toLowerCase()}`} data-value={value}>
          <span className={classes.kind}>{kind}</span>
          <span className={classes.label}>{label}</span>
          <UnstyledButton className={classes.remove} onClick={onRemove} aria-label={`Remove ${kind.toLowerCase()} ${label}`}>
            <X size={14} strokeWidth={1.75} />
          </UnstyledButton>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <UnstyledButton className={classes.clear} onClick={onClear}>
            Clear all
          </UnstyledButton>
        </li>
      )}
    </ul>
  );
}
