import type { ReactNode } from 'react';
import { useSession } from '../api/session';
import { formatInstant } from '../format/dates';
import classes from './Page.module.css';

interface PageProps {
  title: string;
  /** When the data behind the page became visible: null before the first run, undefined while loading. */
  asOf?: string | null | undefined;
  /** What the page is for, as a button in its head. */
  action?: ReactNode;
  children: ReactNode;
}

export function Page({ title, asOf, action, children }: PageProps) {
  const { organisation } = useSession();

  return (
    <div className={classes.page}>
      <title>{`${title} · ${organisation.name}`}</title>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {asOf && (
          <p className={classes.asOf} data-testid="as-of">
            As of <time dateTime={asOf}>{formatInstant(asOf, organisation.timeZone)}</time>
            <span className={classes.zone}> · {organisation.timeZone.replaceAll('_', ' ')}</span>
          </p>
        )}
        {action && <div className={classes.action}>{action}</div>}
      </header>
      {children}
    </div>
  );
}
