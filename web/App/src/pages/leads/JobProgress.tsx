import { Progress } from '@mantine/core';
import type { JobState } from '../../api/qualifier';
import { percent } from '../../format/numbers';
import classes from './JobProgress.module.css';
import { partDone, progressWords } from './job';

/** A job on its way, moved on by live events. */
export function JobProgress({ job, what }: { job: { state: JobState; done: number; total: number }; what: string }) {
  const part = partDone(job);

  return (
    <div className={classes.progress} data-testid="job-progress">
      <p className={classes.words}>
        <span>{progressWords(job, what)}</span>
        <span>{percent(part / 100)}</span>
      </p>
      <Progress.Root size="sm">
        <Progress.Section value={part} animated striped aria-label={`Part of the ${what} that is done`} />
      </Progress.Root>
    </div>
  );
}
