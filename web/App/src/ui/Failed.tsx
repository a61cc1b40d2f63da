import { refusalOf } from '../pages/sign-in/refusal';
import classes from './Failed.module.css';

/** Inside a form: why what it asked for was not done. */
export function Failed({ cause }: { cause: Error | null }) {
  return (
    cause && (
      <p className={classes.failed} role="alert" data-testid="form-problem">
        {refusalOf(cause)}
      </p>
    )
  );
}
