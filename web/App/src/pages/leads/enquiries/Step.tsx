import { type ReactNode, useId } from 'react';
import classes from './Story.module.css';

interface StepProps {
  number: number;
  title: string;
  /** The verdict of this step, beside its title. */
  mark?: ReactNode;
  children: ReactNode;
  testId: string;
}

/** One step of how an enquiry was decided. */
export function Step({ number, title, mark, children, testId }: StepProps) {
  const id = useId();

  return (
    <section className={classes.step} aria-labelledby={id} data-testid={testId}>
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <div className={classes.title}>
        <h3 id={id}>{title}</h3>
        {mark}
      </div>
      {children}
    </section>
  );
}
