import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './Plain.module.css';

/** A page to be read, for everybody: no sign-in, no navigation, one column. */
export function Plain({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <div className={classes.page}>
      <title>{`${title} · Teg.Platform`}</title>
      <header className={classes.head}>
        <Link to="/" className={classes.brand}>
          Teg.Platform
        </Link>
      </header>
      <main className={classes.text}>
        <h1>{title}</h1>
        <p className={classes.about}>{about}</p>
        {children}
      </main>
      <footer className={classes.foot}>
        <Link to="/terms">Terms</Link>
        <Link to="/privacy">Privacy</Link>
        <Link to="/cookies">Cookies</Link>
        <Link to="/">Back to the application</Link>
      </footer>
    </div>
  );
}
