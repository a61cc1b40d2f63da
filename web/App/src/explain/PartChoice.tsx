import { UnstyledButton } from '@mantine/core';
import type { Explanation } from '../api/types';
import { none } from '../format/numbers';
import { Figure } from './Figure';
import classes from './PartChoice.module.css';

interface PartChoiceProps {
  parts: Explanation['parts'];
  currency: string;
  chosen: string;
  onChoose: (figure: string) => void;
}

/** What a figure is worked out from; the rows of the chosen one are listed below. */
export function PartChoice({ parts, currency, chosen, onChoose }: PartChoiceProps) {
  return (
    <div className={classes.parts} role="group" aria-label="Worked out from; choose whose rows to list">
      {parts.map(({ figure, name, unit, value }) => (
        <UnstyledButton
          key={figure}
          className={classes.part}
          aria-pressed={figure === chosen}
          data-chosen={figure === chosen || undefined}
          onClick={() => onChoose(figure)}
          data-testid={`part-${figure}`}
        >
          <span className={classes.name}>{name}</span>
          <span className={classes.value}>{value === null ? none : <Figure unit={unit} value={value} currency={currency} />}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}
