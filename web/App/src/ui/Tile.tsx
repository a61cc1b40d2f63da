import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSession } from '../api/session';
import { ExplainButton } from '../explain/ExplainButton';
import { formatMoment } from '../format/dates';
import { Change } from './Change';
import { Missing } from './Missing';
import { Sparkline } from './Sparkline';
import { type Target, TargetMark } from './TargetMark';
import classes from './Tile.module.css';

export interface TileProps {
  /** For browser tests: tile-spend. */
  id: string;
  label: string;
  /** The exact figure, for the page's machine readers; null where it does not exist. */
  exact: number | null;
  /** The figure as a person reads it. */
  children: ReactNode;
  /** What it is counted in: "USD", "deals ÷ leads". */
  unit: string;
  /** Why the figure may be missing. */
  whyMissing?: string;
  change?: { of: number | null; against: string; good: 'up' | 'down' | 'either'; whyMissing: string };
  asOf: string | null;
  trend?: readonly (number | null)[];
  target?: Target | undefined;
  /** The figure's id among those that explain themselves. */
  explain?: string;
}

export function Tile({ id, label, exact, children, unit, whyMissing, change, asOf, trend, target, explain }: TileProps) {
  const { organisation } = useSession();

  return (
    <div className={classes.tile} role="group" aria-label={label} data-testid={`tile-${id}`} data-value={exact ?? ''}>
      <div className={classes.head}>
        <h2 className={classes.label}>{label}</h2>
        <ExplainButton figure={explain} label={label} />
      </div>
      <p className={classes.value} data-testid={`value-${id}`}>
        {exact === null ? <Missing why={whyMissing ?? 'There is no figure for this range.'} /> : children}
      </p>
      <div className={classes.middle}>
        {change ? <Change {...change} /> : <span />}
        {trend && <Sparkline values={trend} />}
      </div>
      {target && <TargetMark {...target} />}
      <p className={classes.foot}>
        <span>{unit}</span>
        {asOf && (
          <span>
            as of <time dateTime={asOf}>{formatMoment(asOf, organisation.timeZone, new Date())}</time>
          </span>
        )}
      </p>
    </div>
  );
}

/** Tiles lie on one plate, hairlines between them. */
export function Tiles({ label, across, children }: { label: string; across?: 5; children: ReactNode }) {
  return (
    <section className={classes.tiles} aria-label={label} data-across={across}>
      {children}
    </section>
  );
}

export function TilesLoading({ count }: { count: number }) {
  return (
    <div className={classes.tiles}>
      {Array.from({ length: count }, (_, index) => (
        <div className={classes.tile} key={index}>
          <Skeleton h={12} w="40%" />
          <Skeleton h={34} w="70%" mt={14} />
          <Skeleton h={12} w="50%" mt={18} />
          <Skeleton h={10} w="60%" mt={14} />
        </div>
      ))}
    </div>
  );
}
