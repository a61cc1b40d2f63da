import { Tooltip } from '@mantine/core';
import { useLag } from '../api/sync';
import { useLiveState } from '../live/LiveEvents';
import { lagAbout, lagWords } from './lag';
import classes from './LagFooter.module.css';

/** The foot of every page: how long a change at the source takes to get here. */
export function LagFooter() {
  const { data, isError } = useLag();
  const state = isError && data === undefined ? 'unknown' : (data?.state ?? 'loading');
  const live = useLiveState();

  return (
    <footer className={classes.footer}>
      <Tooltip label={lagAbout(data, new Date())} multiline w={320} disabled={data === undefined}>
        <p className={classes.lag} data-state={state} data-testid="lag" tabIndex={0} aria-busy={state === 'loading'}>
          <span className={classes.dot} aria-hidden />
          <span>
            Source → screen <span className={classes.words}>{lagWords(data, isError)}</span>
            {live === 'lost' && ', live updates interrupted'}
          </span>
        </p>
      </Tooltip>
    </footer>
  );
}
