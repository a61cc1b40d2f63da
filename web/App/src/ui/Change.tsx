import { Tooltip, VisuallyHidden } from '@mantine/core';
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import { signedPercent } from '../format/numbers';
import classes from './Change.module.css';
import { Missing } from './Missing';

interface ChangeProps {
  /** As a fraction of the earlier figure; null where there is nothing to compare with. */
  of: number | null;
  against: string;
  /** Which direction is good news. */
  good: 'up' | 'down' | 'either';
  whyMissing: string;
}

/** Change against an earlier period: direction by arrow and sign, judgement by colour only on top of that. */
export function Change({ of, against, good, whyMissing }: ChangeProps) {
  if (of === null) {
    return (
      <span className={classes.change}>
        <Missing why={whyMissing} />
      </span>
    );
  }

  const flat = Math.abs(of) < 0.0005;
  const direction = of > 0 ? 'up' : 'down';
  const tone = flat || good === 'either' ? 'plain' : direction === good ? 'good' : 'bad';
  const Arrow = flat ? ArrowRight : of > 0 ? ArrowUpRight : ArrowDownRight;

  return (
    <Tooltip label={`Against ${against}`}>
      <span className={classes.change} data-tone={tone} tabIndex={0}>
        <Arrow size={14} strokeWidth={1.75} aria-hidden />
        {flat ? 'unchanged' : signedPercent(of)}
        <VisuallyHidden> against {against}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
