import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { Bookmark, BookmarkPlus, CalendarRange, Download, FilterX, Keyboard, Link2, LogOut, Moon, RefreshCw, Rows3, Rows4, StepBack, StepForward, Sun } from 'lucide-react';
import { mayMake, mayManage, seesCompany, useSession, useSignOut } from '../api/session';
import { useSources, useStartRun } from '../api/sync';
import { useViews } from '../api/views';
import { offered } from '../filters/offers';
import { type DayRange, type PresetId, presets, stepped } from '../filters/range';
import { todayIn } from '../format/dates';
import { kinds, kindWords } from '../pages/tools/kinds';
import { notifyDone } from '../ui/notifyDone';
import { notifyProblem } from '../ui/notifyProblem';
import { saveViewStore } from '../views/saving';
import { addressOf, labelOfPage, viewPageOf } from '../views/view';
import type { Choice, ChoiceGroup } from './choices';
import { pageLinksFor } from './pages';
import { useDensity } from './preferences';
import { openSheet } from './sheet';

const keysOf: Partial<Record<PresetId, string>> = { today: 'D', 'this-week': 'W', 'this-month': 'M', ytd: 'Y' };

/** Everything the palette reaches without asking for a name. What the page itself offers is looked up when the palette opens. */
export function useChoices(opened: boolean): ChoiceGroup[] {
  const router = useRouter();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { user, organisation } = useSession();
  const { data: views } = useViews({ enabled: opened });
  const actions = useActions(opened, path);
  const today = todayIn(organisation.timeZone, new Date());
  const range = offered('range');
  // A page without a period of its own leads to one that has: it is what one means by asking for last month.
  const figures = seesCompany(user.role) ? '/' : '/sales';
  const setRange = (to: DayRange) => (range ? range.set(to) : void router.navigate({ to: figures, search: to }));
  const [before, after] = [-1, 1].map((by) => range && stepped(range.value, by as -1 | 1, today));

  const step = (id: string, label: string, to: DayRange | undefined, press: string, icon: Choice['icon']): Choice[] =>
    to === undefined ? [] : [{ id, label, icon, press, keywords: ['period', 'range'], onChoose: () => setRange(to) }];

  return [
    { label: 'Pages', choices: pageLinksFor(user.role, organisation).map(({ to, label, about, icon }) => ({ id: `page-${to}`, label, about, icon, onChoose: () => void router.navigate({ to }) })) },
    {
      label: 'Views',
      choices: (views ?? []).map((view) => ({
        id: `view-${view.id}`, label: view.name, about: view.mine ? labelOfPage(view.page) : `${labelOfPage(view.page)}, shared by ${view.owner ?? 'somebody who has left'}`, icon: Bookmark,
        keywords: ['view', 'saved'], onChoose: () => void router.navigate({ href: addressOf(view, today) }),
      })),
    },
    {
      label: range ? 'Period' : `Period of ${figures === '/' ? 'Advertising' : 'Sales'}`,
      choices: [
        ...presets.map(({ id, label, of }) => ({ id: `range-${id}`, label, icon: CalendarRange, keywords: ['range', 'dates', 'period'], press: range && keysOf[id], onChoose: () => setRange(of(today)) })),
        ...step('range-before', 'The period before', before, '←', StepBack),
        ...step('range-after', 'The period after', after, '→', StepForward),
      ],
    },
    { label: 'Actions', choices: actions },
  ];
}

function useActions(opened: boolean, path: string): Choice[] {
  const router = useRouter();
  const { user } = useSession();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [density, setDensity] = useDensity();
  // Only while it is looked at: it is on every page, and sources change with every event.
  const { data: sources } = useSources({ enabled: opened });
  const startRun = useStartRun();
  const signOut = useSignOut();
  const other = scheme === 'dark' ? 'light' : 'dark';
  const compact = density === 'compact';
  const filters = offered('filters');

  return [
    ...(mayMake(user.role) ? kinds : []).map((kind) => ({
      id: `make-${kind}`, label: `New ${kindWords[kind].noun}`, about: kindWords[kind].about, keywords: ['document', 'make', 'tools'], icon: kindWords[kind].icon,
      onChoose: () => void router.navigate({ to: '/tools/new/$kind', params: { kind } }),
    })),
    ...(mayManage(user.role) ? (sources?.items ?? []) : []).map(({ id, name }) => ({
      id: `refresh-${id}`, label: `Refresh ${name} now`, icon: RefreshCw,
      onChoose: () => {
        startRun.mutate({ sourceId: id, mode: 'incremental' });
        void router.navigate({ to: '/data' });
      },
    })),
    ...downloads(opened),
    ...(viewPageOf(path) === undefined ? [] : [{ id: 'save-view', label: 'Save this view', about: 'The page with its filters and period, under a name', icon: BookmarkPlus, onChoose: () => saveViewStore.set(true) }]),
    ...(filters && filters.count > 0 ? [{ id: 'clear', label: 'Clear filters', icon: FilterX, press: 'X', onChoose: filters.clear }] : []),
    { id: 'copy-link', label: 'Copy the link to this page', about: 'With its filters and period', icon: Link2, keywords: ['share', 'address', 'url'], onChoose: copyLink },
    { id: 'scheme', label: `Switch to ${other} colours`, keywords: ['dark', 'light', 'theme', 'mode'], icon: other === 'dark' ? Moon : Sun, onChoose: () => setColorScheme(other) },
    {
      id: 'density', label: compact ? 'Comfortable rows' : 'Compact rows', keywords: ['density', 'compact', 'comfortable'], icon: compact ? Rows3 : Rows4,
      onChoose: () => setDensity(compact ? 'comfortable' : 'compact'),
    },
    { id: 'shortcuts', label: 'Keyboard shortcuts', keywords: ['keys', 'help'], press: '?', icon: Keyboard, onChoose: openSheet },
    { id: 'sign-out', label: 'Sign out', icon: LogOut, onChoose: () => signOut.mutate() },
  ];
}

/** The files that the page in sight offers, by the card they are of. */
function downloads(opened: boolean): Choice[] {
  const links = opened ? [...document.querySelectorAll<HTMLAnchorElement>('main a[download]')] : [];
  return links.map((link, index) => ({
    id: `download-${index}`, label: link.getAttribute('aria-label') ?? link.textContent.trim(), about: link.closest('section, article')?.querySelector('h2')?.textContent ?? undefined,
    icon: Download, keywords: ['export', 'csv', 'excel', 'download'], onChoose: () => link.click(),
  }));
}

function copyLink() {
  navigator.clipboard.writeText(window.location.href).then(() => notifyDone('The link is copied.'), notifyProblem);
}
