import type { ReactNode } from 'react';
import classes from './Facts.module.css';

/** Names and values, one below the other. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ name, why, children, testId }: { name: string; why?: string | undefined; children: ReactNode; testId?: string }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd data-testid={testId}>
        {children}
        {why && <span className={classes.why}>{why}</span>}
      </dd>
    </div>
  );
}
