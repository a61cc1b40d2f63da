import { Menu, UnstyledButton } from '@mantine/core';
import { ChevronDown, LogOut } from 'lucide-react';
import { useSession, useSignOut } from '../api/session';
import classes from './UserMenu.module.css';

export function UserMenu() {
  const { user, organisation } = useSession();
  const signOut = useSignOut();

  return (
    <Menu position="bottom-end" width={256} withinPortal offset={6}>
      <Menu.Target>
        <UnstyledButton className={classes.target} data-testid="user-menu">
          <span className={classes.face} data-initial={user.name.slice(0, 1).toUpperCase()} aria-hidden />
          <span className={classes.name}>{user.name}</span>
          <ChevronDown className={classes.chevron} size={14} strokeWidth={1.5} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <div className={classes.who}>
          <strong className={classes.full}>{user.name}</strong>
          <span>{user.email}</span>
          <span>
            {user.role} · {organisation.name}
          </span>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} strokeWidth={1.5} />} onClick={() => signOut.mutate()} data-testid="sign-out">
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
