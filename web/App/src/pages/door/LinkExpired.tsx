import type { ReactNode } from 'react';
import { Problem } from '../../api/problem';
import { Door } from './Door';
import classes from './Door.module.css';

/** Whether the link from the mail no longer opens anything. */
export function isExpired(cause: unknown): boolean {
  return cause instanceof Problem && (cause.type === 'link-expired' || cause.status === 410 || cause.status === 404);
}

/** In place of a form whose link was used, is too old, or was cut off. */
export function LinkExpired({ about, children }: { about: string; children: ReactNode }) {
  return (
    <Door title="This link no longer opens" about={about}>
      <p className={classes.beside} data-testid="link-expired">
        {children}
      </p>
    </Door>
  );
}
