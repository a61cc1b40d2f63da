import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen, X } from 'lucide-react';
import { useSession } from '../api/session';
import classes from './Navigation.module.css';
import { pageGroupsFor } from './pages';

interface NavigationProps {
  narrow: boolean;
  onNarrow?: () => void;
  onClose?: () => void;
}

export function Navigation({ narrow, onNarrow, onClose }: NavigationProps) {
  const { user, organisation } = useSession();

  return (
    <nav className={classes.navigation} aria-label="Pages" data-narrow={narrow || undefined}>
      <div className={classes.brand}>
        <span className={classes.mark} aria-hidden>
          {initialsOf(organisation.name)}
        </span>
        <span className={classes.name} data-testid="organisation">
          {organisation.name}
        </span>
        {onClose && (
          <ActionIcon className={classes.close} variant="subtle" color="gray" size="lg" aria-label="Close navigation" onClick={onClose}>
            <X size={18} />
          </ActionIcon>
        )}
      </div>
      <div className={classes.groups}>
        {pageGroupsFor(user.role, organisation).map(({ label: group, links }) => (
          <section key={group ?? ''} aria-label={group}>
            {group && (
              <p className={classes.group} aria-hidden>
                <span className={classes.label}>{group}</span>
              </p>
            )}
            <ul className={classes.links}>
              {links.map(({ to, label, icon: Icon }) => (
                <li key={to}>
                  <Tooltip label={label} position="right" disabled={!narrow}>
                    <Link
                      to={to}
                      className={classes.link}
                      activeProps={{ 'aria-current': 'page' }}
                      activeOptions={{ exact: to === '/' || to === '/tools' || to === '/calls', includeSearch: false }}
                    >
                      <Icon size={18} strokeWidth={1.5} aria-hidden />
                      <span className={classes.label}>{label}</span>
                    </Link>
                  </Tooltip>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {onNarrow && (
        <UnstyledButton className={classes.collapse} onClick={onNarrow} aria-expanded={!narrow}>
          {narrow ? <PanelLeftOpen size={18} strokeWidth={1.5} /> : <PanelLeftClose size={18} strokeWidth={1.5} />}
          <span className={classes.label}>{narrow ? 'Expand' : 'Collapse'}</span>
        </UnstyledButton>
      )}
    </nav>
  );
}

/** "The Evans Group" is EG: an article says nothing. */
function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => !/^(the|a|an|of|and|&)$/i.test(word))
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');
}
