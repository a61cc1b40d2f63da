import { UnstyledButton } from '@mantine/core';
import classes from './Pick.module.css';

/** A name in a table that becomes a filter when chosen. */
export function Pick({ label, about, onPick }: { label: string; about: string; onPick: () => void }) {
  return (
    <UnstyledButton className={classes.pick} onClick={onPick} title={about}>
      {label}
    </UnstyledButton>
  );
}
