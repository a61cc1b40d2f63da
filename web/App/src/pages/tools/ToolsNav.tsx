import { Link } from '@tanstack/react-router';
import { mayMake, useSession } from '../../api/session';
import { kinds, kindWords } from './kinds';
import classes from './ToolsNav.module.css';

/** The way between the tools, the same on each of their pages. */
export function ToolsNav() {
  const { user } = useSession();
  const active = { activeProps: { 'aria-current': 'page' as const }, className: classes.link };

  return (
    <nav className={classes.nav} aria-label="Tools">
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
