import type { ReactNode } from 'react';
import classes from './PageActions.module.css';

/** Several actions in the head of a page. */
export function PageActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
