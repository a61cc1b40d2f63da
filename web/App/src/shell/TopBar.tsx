import { ActionIcon, Kbd, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useOs } from '@mantine/hooks';
import { Menu as MenuIcon, Moon, Search, Sun } from 'lucide-react';
import { LiveBadge } from './LiveBadge';
import { openPalette } from './palette';
import classes from './TopBar.module.css';
import { UserMenu } from './UserMenu';

export function TopBar({ onMenu }: { onMenu: () => void }) {
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const os = useOs();
  const other = scheme === 'dark' ? 'light' : 'dark';

  return (
    <header className={classes.bar}>
      <ActionIcon className={classes.menu} variant="subtle" color="gray" size="xl" aria-label="Open navigation" onClick={onMenu}>
        <MenuIcon size={20} strokeWidth={1.5} />
      </ActionIcon>
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <Search size={16} strokeWidth={1.5} aria-hidden />
        <span className={classes.hint}>Search or go to…</span>
        <Kbd size="xs" className={classes.keys} aria-hidden>
          {os === 'macos' || os === 'ios' ? '⌘ K' : 'Ctrl K'}
        </Kbd>
      </UnstyledButton>
      <div className={classes.right}>
        <LiveBadge />
        <Tooltip label={`Switch to ${other} colours`}>
          <ActionIcon variant="subtle" color="gray" size="xl" aria-label={`Switch to ${other} colours`} onClick={() => setColorScheme(other)} data-testid="colour-scheme">
            {scheme === 'dark' ? <Sun size={18} strokeWidth={1.5} /> : <Moon size={18} strokeWidth={1.5} />}
          </ActionIcon>
        </Tooltip>
        <UserMenu />
      </div>
    </header>
  );
}
