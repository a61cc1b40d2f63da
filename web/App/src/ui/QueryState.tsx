import { Button } from '@mantine/core';
import { type ReactNode, useDeferredValue } from 'react';
import { Problem } from '../api/problem';
import classes from './QueryState.module.css';

/** The part of a TanStack query that this looks at; infinite queries fit too. */
interface Asked<Answer> {
  data: Answer | undefined;
  error: Error | null;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

interface QueryStateProps<Answer> {
  of: Asked<Answer>;
  /** Shown until the first answer, in the shape of what comes. */
  loading: ReactNode;
  children: (answer: Answer) => ReactNode;
}

/** Loading, failed or there. An older answer stays on the page while a newer one is fetched, and when that fails. */
export function QueryState<Answer>({ of, loading, children }: QueryStateProps<Answer>) {
  // Drawn in slices: a long table does not keep the page from answering a click.
  const data = useDeferredValue(of.data);
  if (data === undefined || of.data === undefined) {
    return of.error ? <Failure error={of.error} onRetry={of.refetch} /> : <div className={classes.answer} aria-busy>{loading}</div>;
  }

  return (
    <div className={classes.answer} data-stale={of.isPlaceholderData || undefined} aria-busy={of.isPlaceholderData}>
      {of.error && <Failure error={of.error} onRetry={of.refetch} />}
      {children(data)}
    </div>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry: () => unknown }) {
  const problem = Problem.from(error);

  return (
    <div className={classes.failure} role="alert" data-testid="problem">
      <div>
        <p className={classes.title}>{problem.title}</p>
        {problem.detail && <p className={classes.detail}>{problem.detail}</p>}
      </div>
      <Button variant="default" size="sm" onClick={() => void onRetry()}>
        Try again
      </Button>
    </div>
  );
}
