import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import classes from './BackLink.module.css';

/** Up to the list that something is part of. */
export function BackLink({ to, children }: { to: '/qualifier/replays' | '/qualifier/batches' | '/tools/documents'; children: string }) {
  return (
    <nav aria-label="Up">
      <Link to={to} className={classes.back}>
        <ArrowLeft size={15} strokeWidth={1.75} aria-hidden />
        {children}
      </Link>
    </nav>
  );
}
