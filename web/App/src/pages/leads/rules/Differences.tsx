import type { RuleDifference } from './content';
import classes from './Differences.module.css';

/** What changed between two versions, line by line. */
export function Differences({ of }: { of: readonly RuleDifference[] }) {
  return (
    <ul className={classes.lines}>
      {of.map(({ what, before, after }) => (
        <li key={`${what} ${before}`}>
          <span className={classes.what}>{what}</span> <del>{before}</del> <ins>{after}</ins>
        </li>
      ))}
      {of.length === 0 && <li className={classes.what}>Nothing changed.</li>}
    </ul>
  );
}
