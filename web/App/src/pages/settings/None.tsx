import type { ReactNode } from 'react';
import classes from './None.module.css';

/** In place of a table without rows, inside a card. */
export function None({ children }: { children: ReactNode }) {
  return (
    <p className={classes.none} data-testid="none">
      {children}
    </p>
  );
}
