import { CopyButton } from './CopyButton';
import classes from './Snippet.module.css';

/** A line to put somewhere else. */
export function Snippet({ text, what }: { text: string; what: string }) {
  return (
    <div className={classes.snippet}>
      <pre className={classes.text} tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <CopyButton small text={text} what={what} />
    </div>
  );
}
