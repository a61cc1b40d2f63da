import { percent } from '../format/numbers';
import classes from './TargetMark.module.css';

export interface Target {
  /** The figure as a part of its target. */
  share: number | null;
  /** What is meant: "$120,000.00". */
  of: string;
  /** Whether it is to be reached or not to be passed. */
  is: 'aim' | 'limit';
}

/** How far a figure has come towards its target, or towards its limit. */
export function TargetMark({ share, of, is }: Target) {
  const tone = share === null ? 'plain' : is === 'aim' ? (share >= 1 ? 'good' : 'plain') : share > 1 ? 'bad' : 'plain';

  return (
    <div className={classes.target} data-tone={tone} data-testid="target" data-share={share ?? ''}>
      <div className={classes.bar} aria-hidden>
        <svg viewBox="0 0 100 1" preserveAspectRatio="none">
          <rect className={classes.done} width={Math.min(100, Math.max(0, (share ?? 0) * 100))} height={1} />
        </svg>
      </div>
      <span>{share === null ? `${is === 'aim' ? 'Target' : 'Limit'} ${of}` : `${percent(share)} of ${is === 'aim' ? 'the target' : 'the limit'}, ${of}`}</span>
    </div>
  );
}
