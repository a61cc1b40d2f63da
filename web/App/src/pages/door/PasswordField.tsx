import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import classes from './Door.module.css';

/** Can be shown, and pasted into: both make a long password bearable. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput size="md" classNames={{ label: classes.label }} visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} {...props} />;
}
