import { Button, Menu } from '@mantine/core';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { Bookmark, BookmarkPlus, Settings2, Users } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSession } from '../api/session';
import { useViews } from '../api/views';
import { todayIn } from '../format/dates';
import { saveViewStore, useSaveViewOpen } from './saving';
import { addressOf, viewPageOf } from './view';
import classes from './ViewsMenu.module.css';

const ManageViews = lazy(() => import('./ManageViews'));
const SaveViewDialog = lazy(() => import('./SaveViewDialog'));

/** Beside the filters: this page as it was kept, and keeping it as it is. */
export function ViewsMenu() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const page = viewPageOf(path);
  const router = useRouter();
  const { organisation } = useSession();
  const [opened, setOpened] = useState(false);
  const [managing, setManaging] = useState(false);
  const saving = useSaveViewOpen();
  const views = useViews({ enabled: opened || managing });

  // A page that is left takes the question along.
  useEffect(() => () => saveViewStore.set(false), []);

  if (page === undefined) {
    return null;
  }

  const own = (views.data ?? []).filter((view) => view.page === page);
  const open = (address: string) => void router.navigate({ href: address });

  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-end" width={280} offset={6}>
        <Menu.Target>
          <Button className={classes.target} variant="default" leftSection={<Bookmark size={16} strokeWidth={1.5} />} aria-label="Views" data-testid="views">
            <span className={classes.word}>Views</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.dropdown}>
          {own.length > 0 && <Menu.Label>This page as it was kept</Menu.Label>}
          {own.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => open(addressOf(view, todayIn(organisation.timeZone, new Date())))}
              rightSection={view.shared ? <Users size={14} strokeWidth={1.5} aria-label="Shared" /> : undefined}
              data-testid="view"
              data-key={view.name}
            >
              {view.name}
            </Menu.Item>
          ))}
          {views.isPending && <p className={classes.quiet}>Loading your views…</p>}
          {views.isError && <p className={classes.quiet}>Your views could not be loaded.</p>}
          {views.data && own.length === 0 && <p className={classes.quiet}>Nothing is kept of this page yet.</p>}
          <Menu.Divider />
          <Menu.Item leftSection={<BookmarkPlus size={16} strokeWidth={1.5} />} onClick={() => saveViewStore.set(true)} data-testid="save-view">
            Save this view…
          </Menu.Item>
          <Menu.Item leftSection={<Settings2 size={16} strokeWidth={1.5} />} onClick={() => setManaging(true)} data-testid="manage-views">
            Manage views…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {saving && <SaveViewDialog page={page} onClose={() => saveViewStore.set(false)} />}
        {managing && <ManageViews onClose={() => setManaging(false)} onOpen={open} />}
      </Suspense>
    </>
  );
}
