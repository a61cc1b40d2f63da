import { Button } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Problem } from '../api/problem';
import classes from './Notice.module.css';

/** In place of a page that could not be shown at all. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const problem = Problem.from(error);

  return (
    <div className={classes.notice} role="alert">
      <title>Something went wrong · Teg.Platform</title>
      <h1 className={classes.title}>{problem.title}</h1>
      <p className={classes.text}>{problem.detail ?? 'Try again; if it stays this way, tell an administrator what you were doing.'}</p>
      <Button
        onClick={() => {
          reset();
          void router.invalidate();
        }}
      >
        Try again
      </Button>
    </div>
  );
}
