import { Select } from '@mantine/core';
import classes from './FilterSelect.module.css';

interface FilterSelectProps {
  /** "Channel" */
  label: string;
  /** What is shown while nothing is chosen: "All channels". */
  all: string;
  choices: readonly { value: string; label: string }[];
  chosen: readonly string[] | undefined;
  onAdd: (value: string) => void;
  testId: string;
}

/** Adds one value to a filter; what is chosen shows as chips below the bar. */
export function FilterSelect({ label, all, choices, chosen, onAdd, testId }: FilterSelectProps) {
  const count = chosen?.length ?? 0;

  return (
    <Select
      className={classes.select}
      classNames={{ input: classes.input, dropdown: classes.dropdown }}
      aria-label={label}
      placeholder={count === 0 ? all : `${label}: ${count} chosen`}
      data={choices.filter(({ value }) => !chosen?.includes(value))}
      value={null}
      onChange={(value) => value !== null && onAdd(value)}
      searchable
      nothingFoundMessage="Nothing goes by that name."
      limit={200}
      maxDropdownHeight={320}
      comboboxProps={{ width: 280, position: 'bottom-start', keepMounted: false }}
      data-testid={testId}
    />
  );
}
