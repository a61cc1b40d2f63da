import { Menu, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Building2, ChevronDown, Keyboard, LogOut, Rows3, Rows4 } from 'lucide-react';
import { useState } from 'react';
import { useProfile } from '../api/profile';
import { useSession, useSignOut, useSwitchOrganisation } from '../api/session';
import { notifyProblem } from '../ui/notifyProblem';
import { profileLink } from './pages';
import { useDensity } from './preferences';
import { openSheet } from './sheet';
import classes from './UserMenu.module.css';

export function UserMenu() {
  const { user, organisation } = useSession();
  const [opened, setOpened] = useState(false);
  const { data: profile } = useProfile({ enabled: opened });
  const signOut = useSignOut();
  const change = useSwitchOrganisation();
  const [density, setDensity] = useDensity();
  const compact = density === 'compact';
  const others = profile?.organisations.filter((each) => !each.current) ?? [];

  return (
    <Menu position="bottom-end" width={256} withinPortal={false} offset={6} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <UnstyledButton className={classes.target} data-testid="user-menu">
          <span className={classes.face} data-initial={user.name.slice(0, 1).toUpperCase()} aria-hidden />
          <span className={classes.name}>{user.name}</span>
          <ChevronDown className={classes.chevron} size={14} strokeWidth={1.5} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <div className={classes.who}>
          <span className={classes.full}>{user.name}</span>
          <span>{user.email}</span>
          <span>
            {user.role} · {organisation.name}
          </span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to={profileLink.to} leftSection={<profileLink.icon size={16} strokeWidth={1.5} />} data-testid="to-profile">
          {profileLink.label}
        </Menu.Item>
        <Menu.Item
          leftSection={compact ? <Rows3 size={16} strokeWidth={1.5} /> : <Rows4 size={16} strokeWidth={1.5} />}
          onClick={() => setDensity(compact ? 'comfortable' : 'compact')}
          data-testid="density"
        >
          {compact ? 'Comfortable rows' : 'Compact rows'}
        </Menu.Item>
        <Menu.Item leftSection={<Keyboard size={16} strokeWidth={1.5} />} onClick={openSheet} data-testid="to-shortcuts">
          Keyboard shortcuts
        </Menu.Item>
        {others.length > 0 && <Menu.Label className={classes.heading}>Go to another organisation</Menu.Label>}
        {others.map(({ id, name, role }) => (
          <Menu.Item
            key={id}
            leftSection={<Building2 size={16} strokeWidth={1.5} />}
            disabled={change.isPending}
            closeMenuOnClick={false}
            onClick={() => change.mutate(id, { onError: notifyProblem })}
            data-testid="switch-organisation"
            data-key={id}
          >
            {name}
            <span className={classes.role}>{role}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} strokeWidth={1.5} />} onClick={() => signOut.mutate()} data-testid="sign-out">
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
