import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { mayMake, useSession } from '../../api/session';
import { kinds, kindWords } from './kinds';
import classes from './ToolsNav.module.css';

/** The way between the tools, the same on each of their pages. */
export function ToolsNav() {
  const { user } = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const nav = useRef<HTMLElement>(null);
  const active = { activeProps: { 'aria-current': 'page' as const }, className: classes.link };

  // On a phone it is wider than the page: where one is, is in sight.
  useEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (nav.current && here) {
      nav.current.scrollLeft = here.offsetLeft - (nav.current.clientWidth - here.offsetWidth) / 2;
    }
  }, [path]);

  return (
    <nav className={classes.nav} aria-label="Tools" ref={nav}>
      <Link to="/tools" {...active} activeOptions={{ exact: true }}>Hub</Link>
      {mayMake(user.role) && kinds.map((kind) => (
        <Link key={kind} to="/tools/new/$kind" params={{ kind }} {...active} activeOptions={{ includeSearch: false }} data-testid={`nav-${kind}`}>
          {kindWords[kind].label}
        </Link>
      ))}
      <span className={classes.apart} aria-hidden />
      <Link to="/tools/documents" {...active} activeOptions={{ includeSearch: false }}>Documents</Link>
      <Link to="/tools/prices" {...active}>Prices</Link>
    </nav>
  );
}
