import { notifications } from '@mantine/notifications';
import classes from './notifyDone.module.css';

/** Says that something was done whose effect cannot be seen on the page. */
export function notifyDone(title: string, message = '') {
  notifications.show({ title, message, autoClose: 6000, withBorder: true, closeButtonProps: { 'aria-label': 'Close' }, className: classes.done ?? '' });
}
