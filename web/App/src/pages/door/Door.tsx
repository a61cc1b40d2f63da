import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './Door.module.css';

interface DoorProps {
  title: string;
  about?: ReactNode;
  children: ReactNode;
}

/** What every page before the sign-in looks like: the cover, one form, and the small print. */
export function Door({ title, about, children }: DoorProps) {
  return (
    <div className={classes.page}>
      <title>{`${title} · Teg.Platform`}</title>
      <div className={classes.cover} aria-hidden>
        <p className={classes.motto}>From the first enquiry to the final fitting.</p>
      </div>
      <div className={classes.door}>
        <main className={classes.room}>
          <p className={classes.brand}>Teg.Platform</p>
          <h1 className={classes.title}>{title}</h1>
          {about && <p className={classes.about}>{about}</p>}
          {children}
        </main>
        <footer className={classes.foot}>
          <Link to="/terms">Terms</Link>
          <Link to="/privacy">Privacy</Link>
          <Link to="/cookies">Cookies</Link>
        </footer>
      </div>
    </div>
  );
}
