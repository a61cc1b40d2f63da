import { refusalOf } from '../sign-in/refusal';
import classes from './Door.module.css';

/** Why the door stays closed. */
export function Refusal({ cause, testId }: { cause: Error | null; testId: string }) {
  return (
    cause && (
      <div className={classes.refusal} role="alert" data-testid={testId}>
        {refusalOf(cause)}
      </div>
    )
  );
}
