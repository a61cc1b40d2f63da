import { CloudOff } from 'lucide-react';
import { useSession } from '../api/session';
import { formatInstant } from '../format/dates';
import { useIsOffline, useKeptAt } from './kept';
import classes from './OfflineNotice.module.css';

/** Above every page while there is no connection: that it is so, and from when the figures are. */
export function OfflineNotice() {
  const { organisation } = useSession();
  const keptAt = useKeptAt();
  const offline = useIsOffline();

  return (
    <div role="status">
      {(offline || keptAt !== undefined) && (
        <p className={classes.notice} data-testid="offline">
          <CloudOff size={16} strokeWidth={1.5} aria-hidden />
          {keptAt === undefined ? (
            <span>You are offline. What is not on this page yet comes when the connection is back.</span>
          ) : (
            <span>
              You are offline. Data as of <time dateTime={keptAt}>{formatInstant(keptAt, organisation.timeZone)}</time>.
            </span>
          )}
        </p>
      )}
    </div>
  );
}
