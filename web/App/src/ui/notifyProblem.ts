import { notifications } from '@mantine/notifications';
import { Problem } from '../api/problem';

/** Says why something that a person asked for did not happen. */
export function notifyProblem(cause: unknown) {
  const problem = Problem.from(cause);
  notifications.show({ title: problem.title, message: problem.detail ?? '', color: 'red', autoClose: 10_000, withBorder: true, closeButtonProps: { 'aria-label': 'Close' } });
}
