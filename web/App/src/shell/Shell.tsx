import { useDisclosure, useHotkeys, useLocalStorage } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { SessionProvider, useLatestSession } from '../api/session';
import { LiveEvents } from '../live/LiveEvents';
import { OfflineNotice } from '../offline/OfflineNotice';
import { Panel } from '../ui/Panel';
import { LagFooter } from './LagFooter';
import { Navigation } from './Navigation';
import { openPalette } from './palette';
import { useDensityOfHouse } from './preferences';
import classes from './Shell.module.css';
import { Shortcuts } from './Shortcuts';
import { TopBar } from './TopBar';

const CommandPalette = lazy(() => import('./CommandPalette'));

/** What surrounds every page of a signed-in person: navigation, top bar, live events. */
export function Shell() {
  const session = useLatestSession();
  const [narrow, setNarrow] = useLocalStorage({ key: 'teg-navigation-narrow', defaultValue: false });
  const [menuOpen, menu] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const closeMenu = menu.close;

  useEffect(closeMenu, [path, closeMenu]);
  // Here and not in the palette, which is still being fetched when a quick hand asks for it.
  useHotkeys([['mod+K', openPalette]], []);
  useDensityOfHouse();

  return (
    <SessionProvider value={session}>
      <LiveEvents>
        <a className={classes.skip} href="#main">
          Skip to the page
        </a>
        <div className={classes.house} data-narrow={narrow || undefined}>
          <aside className={classes.side}>
            <Navigation narrow={narrow} onNarrow={() => setNarrow(!narrow)} />
          </aside>
          <Panel title="Navigation" side="left" size="17rem" opened={menuOpen} onClose={menu.close} bare>
            <Navigation narrow={false} onClose={menu.close} />
          </Panel>
          <div className={classes.room}>
            <TopBar onMenu={menu.open} />
            <OfflineNotice />
            <main id="main" tabIndex={-1} className={classes.main}>
              <Outlet />
            </main>
            <LagFooter />
          </div>
        </div>
        <Shortcuts />
        <Suspense>
          <CommandPalette />
        </Suspense>
      </LiveEvents>
    </SessionProvider>
  );
}
