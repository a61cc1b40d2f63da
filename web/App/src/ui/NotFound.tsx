import { Link } from '@tanstack/react-router';
import classes from './Notice.module.css';

export function NotFound() {
  return (
    <main className={classes.notice}>
      <title>Not found · Teg.Platform</title>
      <h1 className={classes.title}>There is no page at this address.</h1>
      <p className={classes.text}>It may have moved, or the address was cut off when it was copied.</p>
      <Link to="/">Go to the first page</Link>
    </main>
  );
}
