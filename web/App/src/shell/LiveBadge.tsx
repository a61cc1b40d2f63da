import { Tooltip } from '@mantine/core';
import { useLiveState, type LiveState } from '../live/LiveEvents';
import classes from './LiveBadge.module.css';

const words: Record<LiveState, { label: string; about: string }> = {
  connecting: { label: 'Connecting', about: 'Connecting to live updates.' },
  live: { label: 'Live', about: 'Changes at the sources appear here by themselves.' },
  lost: { label: 'Reconnecting', about: 'Live updates are interrupted; the figures shown stay valid as of their time.' },
};

/** Whether changes reach this page by themselves. */
export function LiveBadge() {
  const state = useLiveState();
  const { label, about } = words[state];

  return (
    <Tooltip label={about} multiline w={240}>
      <span className={classes.badge} data-state={state} data-testid="live-state" role="status" tabIndex={0}>
        <span className={classes.dot} aria-hidden />
        <span className={classes.label}>{label}</span>
      </span>
    </Tooltip>
  );
}
