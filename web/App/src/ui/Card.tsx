import type { ReactNode } from 'react';
import classes from './Card.module.css';

interface CardProps {
  title: string;
  about?: string | undefined;
  controls?: ReactNode;
  children: ReactNode;
  testId?: string | undefined;
}

/** A titled part of a page. */
export function Card({ title, about, controls, children, testId }: CardProps) {
  return (
    <section className={classes.card} aria-label={title} data-testid={testId}>
      <header className={classes.head}>
        <div>
          <h2 className={classes.title}>{title}</h2>
          {about && <p className={classes.about}>{about}</p>}
        </div>
        {controls && <div className={classes.controls}>{controls}</div>}
      </header>
      {children}
    </section>
  );
}

/** Cards side by side where there is room. */
export function Cards({ children }: { children: ReactNode }) {
  return <div className={classes.cards}>{children}</div>;
}
