import classes from './CategorySwatch.module.css';

/** The three colours of a template. A drawing, since colours that come with the data stand in no style sheet. */
export function CategorySwatch({ ink, ground, accent }: { ink: string; ground: string; accent: string }) {
  return (
    <svg className={classes.swatch} viewBox="0 0 36 16" width={36} height={16} aria-hidden>
      <rect width={36} height={16} fill={ground} />
      <rect width={12} height={16} fill={ink} />
      <rect x={27} width={9} height={16} fill={accent} />
    </svg>
  );
}
