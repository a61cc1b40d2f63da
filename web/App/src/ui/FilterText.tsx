import { TextInput } from '@mantine/core';
import classes from './FilterSelect.module.css';

interface FilterTextProps {
  label: string;
  placeholder: string;
  value: string | undefined;
  onSet: (value: string | undefined) => void;
  testId: string;
}

/** A filter written by hand; it counts once Enter is pressed or the field is left. */
export function FilterText({ label, placeholder, value, onSet, testId }: FilterTextProps) {
  const settle = (text: string) => {
    const wanted = text.trim() || undefined;
    if (wanted !== value) {
      onSet(wanted);
    }
  };

  return (
    <TextInput
      key={value ?? ''}
      className={classes.select}
      classNames={{ input: classes.input }}
      aria-label={label}
      placeholder={placeholder}
      defaultValue={value ?? ''}
      onBlur={(event) => settle(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && settle(event.currentTarget.value)}
      data-testid={testId}
    />
  );
}
