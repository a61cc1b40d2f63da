import './spotlight.css';
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionGroupData, useSpotlight } from '@mantine/spotlight';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { CalendarRange, Megaphone, Moon, RefreshCw, Search, Sun } from 'lucide-react';
import { useFilterChoices } from '../api/analytics';
import { mayMake, mayManage, seesCompany, useSession, useSignOut } from '../api/session';
import { useSources, useStartRun } from '../api/sync';
import { todayIn } from '../format/dates';
import { presets } from '../filters/range';
import { kinds, kindWords } from '../pages/tools/kinds';
import classes from './CommandPalette.module.css';
import { pageLinksFor } from './pages';
import { paletteStore } from './palette';

/** ⌘K: goes to every page, every campaign and every range. */
export default function CommandPalette() {
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { user, organisation } = useSession();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const { data: choices } = useFilterChoices();
  // Only while it is looked at: it is on every page, and sources change with every event.
  const { opened } = useSpotlight(paletteStore);
  const { data: sources } = useSources({ enabled: opened });
  const startRun = useStartRun();
  const signOut = useSignOut();
  const today = todayIn(organisation.timeZone, new Date());
  const figures = path === '/sales' || !seesCompany(user.role) ? '/sales' : '/';
  const other = scheme === 'dark' ? 'light' : 'dark';

  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Pages',
      actions: pageLinksFor(user.role, organisation).map(({ to, label, about, icon: Icon }) => ({
        id: `page-${to}`, label, description: about, leftSection: <Icon size={18} strokeWidth={1.5} />, onClick: () => navigate({ to }),
      })),
    },
    {
      group: figures === '/' ? 'Range of Advertising' : 'Range of Sales',
      actions: presets.map(({ id, label, of }) => ({
        id: `range-${id}`, label, keywords: ['range', 'dates', 'period'], leftSection: <CalendarRange size={18} strokeWidth={1.5} />,
        onClick: () => navigate({ to: figures, search: (before) => ({ ...before, ...of(today) }) }),
      })),
    },
    {
      group: 'Campaigns',
      actions: (seesCompany(user.role) ? (choices?.campaigns ?? []) : []).map(({ id, name, channel }) => ({
        id: `campaign-${id}`, label: name, description: choices?.channels.find((each) => each.id === channel)?.name ?? channel,
        keywords: [id, 'campaign'], leftSection: <Megaphone size={18} strokeWidth={1.5} />,
        onClick: () => navigate({ to: '/', search: (before) => ({ from: before.from, to: before.to, campaign: [id] }) }),
      })),
    },
    {
      group: 'Actions',
      actions: [
        ...(mayMake(user.role) ? kinds : []).map((kind) => {
          const { icon: Icon, noun, about } = kindWords[kind];
          return {
            id: `make-${kind}`, label: `New ${noun}`, description: about, keywords: ['document', 'make', 'tools'], leftSection: <Icon size={18} strokeWidth={1.5} />,
            onClick: () => navigate({ to: '/tools/new/$kind', params: { kind } }),
          };
        }),
        ...(mayManage(user.role) ? (sources?.items ?? []) : []).map(({ id, name }) => ({
          id: `refresh-${id}`, label: `Refresh ${name} now`, leftSection: <RefreshCw size={18} strokeWidth={1.5} />,
          onClick: () => {
            startRun.mutate({ sourceId: id, mode: 'incremental' });
            void navigate({ to: '/data' });
          },
        })),
        {
          id: 'scheme', label: `Switch to ${other} colours`, keywords: ['dark', 'light', 'theme', 'mode'],
          leftSection: other === 'dark' ? <Moon size={18} strokeWidth={1.5} /> : <Sun size={18} strokeWidth={1.5} />,
          onClick: () => setColorScheme(other),
        },
        { id: 'sign-out', label: 'Sign out', onClick: () => signOut.mutate() },
      ],
    },
  ];

  return (
    <Spotlight
      store={paletteStore}
      shortcut={null}
      actions={groups}
      nothingFound="Nothing here goes by that name."
      highlightQuery
      scrollable
      maxHeight={420}
      limit={40}
      lockScroll={false}
      attributes={{ content: { 'aria-label': 'Search pages, campaigns and ranges' } }}
      classNames={{ content: classes.content, search: classes.search, action: classes.action, actionsGroup: classes.group, actionDescription: classes.about }}
      searchProps={{
        leftSection: <Search size={18} strokeWidth={1.5} />, placeholder: 'A page, a campaign, a range…', 'aria-label': 'Search pages, campaigns and ranges',
      }}
    />
  );
}
