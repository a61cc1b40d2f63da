import { Button } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { PasswordField } from '../pages/door/PasswordField';
import confirmClasses from './Confirm.module.css';
import { Answers, Dialog } from './Dialog';
import { Failed } from './Failed';
import classes from './Form.module.css';

interface PasswordDialogProps {
  title: string;
  about: string;
  word: string;
  danger?: boolean;
  pending: boolean;
  problem: Error | null;
  onConfirm: (password: string) => void;
  onClose: () => void;
}

/** Asks for the password again before something that a borrowed screen must not do. */
export function PasswordDialog({ title, about, word, danger, pending, problem, onConfirm, onClose }: PasswordDialogProps) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' }, validate: { password: isNotEmpty('Write your password.') } });

  return (
    <Dialog title={title} about={about} onClose={onClose} testId="password-dialog">
      <form className={classes.form} onSubmit={form.onSubmit(({ password }) => onConfirm(password))} noValidate>
        <Failed cause={problem} />
        <PasswordField label="Your password" autoComplete="current-password" data-autofocus key={form.key('password')} {...form.getInputProps('password')} data-testid="confirm-password" />
        <Answers>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" {...(danger ? { className: confirmClasses.danger ?? '' } : {})} loading={pending} data-testid="confirm">
            {word}
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
