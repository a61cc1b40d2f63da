import { Progress } from '@mantine/core';
import { count, percent } from '../../format/numbers';
import classes from './RunProgress.module.css';
import { partOf, type Stand } from './stand';

/** A run on its way, moved on by live events. */
export function RunProgress({ stand }: { stand: Stand }) {
  const part = partOf(stand);

  return (
    <div className={classes.progress} data-testid="run-progress">
      <p className={classes.words}>
        <span>{sentenceOf(stand)}</span>
        {part !== null && stand.status === 'running' && <span>{percent(part / 100)}</span>}
      </p>
      <Progress.Root size="sm">
        <Progress.Section
          value={part ?? 100}
          animated={part === null || stand.status === 'publishing'}
          striped={part === null || stand.status === 'publishing'}
          aria-label="Rows read"
        />
      </Progress.Root>
    </div>
  );
}

function sentenceOf({ status, rowsRead, rowsExpected, rowsPublished }: Stand): string {
  switch (status) {
    case 'queued':
      return 'Waiting for its turn.';
    case 'publishing':
      return rowsPublished > 0 ? `Publishing ${count(rowsPublished)} rows.` : `Publishing what was read: ${count(rowsRead)} rows.`;
    default:
      return rowsExpected === null ? `${count(rowsRead)} rows read.` : `${count(rowsRead)} of ${count(rowsExpected)} rows read.`;
  }
}
