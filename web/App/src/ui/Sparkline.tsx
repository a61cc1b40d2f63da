import classes from './Sparkline.module.css';

const width = 88;
const height = 26;

/** The course of a figure in a thumbnail. Decoration: the charts below carry the figures. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 3) {
    return null;
  }

  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const points = values
    .map((value, index) => (value === null ? null : `${((index / (values.length - 1)) * (width - 4) + 2).toFixed(1)},${(height - 3 - ((value - low) / span) * (height - 6)).toFixed(1)}`))
    .filter((point) => point !== null);
  const [x, y] = points.at(-1)?.split(',') ?? [];

  return (
    <svg className={classes.line} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden focusable="false">
      <polyline points={points.join(' ')} />
      <circle cx={x} cy={y} r={2} />
    </svg>
  );
}
