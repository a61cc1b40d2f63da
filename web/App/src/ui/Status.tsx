import type { ReactNode } from 'react';
import classes from './Status.module.css';

export type Tone = 'good' | 'bad' | 'wait' | 'plain';

interface StatusProps {
  tone: Tone;
  icon?: ReactNode;
  children: ReactNode;
  testId?: string;
  /** The service's own word, for browser tests. */
  value?: string;
}

/** A state in a word, with an icon besides its colour. */
export function Status({ tone, icon, children, testId, value }: StatusProps) {
  return (
    <span className={classes.status} data-tone={tone} data-testid={testId} data-status={value}>
      {icon}
      {children}
    </span>
  );
}
