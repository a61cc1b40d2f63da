import { Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './Empty.module.css';

interface EmptyProps {
  reason: string;
  wayOut?: string | undefined;
  /** False on the Data page itself. */
  linkToData?: boolean;
  /** The way out itself, for those who may go it. */
  action?: ReactNode;
}

/** Instead of an empty page: why, and what to do about it. */
export function Empty({ reason, wayOut, linkToData = true, action }: EmptyProps) {
  return (
    <div className={classes.empty} data-testid="empty">
      <Inbox size={28} strokeWidth={1} aria-hidden className={classes.icon} />
      <p className={classes.reason}>{reason}</p>
      {wayOut && <p className={classes.wayOut}>{wayOut}</p>}
      {action && <div className={classes.action}>{action}</div>}
      {linkToData && (
        <Link to="/data" className={classes.link}>
          Open Data
        </Link>
      )}
    </div>
  );
}
