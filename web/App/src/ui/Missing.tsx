import { Tooltip, VisuallyHidden } from '@mantine/core';
import { none } from '../format/numbers';
import classes from './Missing.module.css';

/** Stands where a figure does not exist, and says why on hover, focus and to a screen reader. */
export function Missing({ why }: { why: string }) {
  return (
    <Tooltip label={why} multiline maw={260}>
      <span className={classes.missing} tabIndex={0}>
        <span aria-hidden>{none}</span>
        <VisuallyHidden>{why}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
