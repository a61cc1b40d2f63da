import {
  BadgeCheck, ChartBarStacked, ChartNoAxesCombined, CircleUserRound, Cpu, Database, Eraser, FileSpreadsheet, Files, Globe, History, Inbox, KeyRound, type LucideIcon, PencilRuler, PhoneCall, Receipt, Scale,
  ScrollText, Search, SlidersHorizontal, Stamp, Tag, UserRoundPlus, UserRoundSearch, UsersRound,
} from 'lucide-react';
import { isDemo, mayAdminister, seesCompany } from '../api/session';

export interface PageLink {
  to: '/' | '/sales' | '/new-leads' | '/seo' | '/calls' | `/calls/${'design-reviews' | 'rep'}` | '/data' | '/demo-truth' | '/profile' | '/enquiries' | '/outcomes' | '/tools' | `/tools/${'documents' | 'prices'}` | `/qualifier/${'rules' | 'replays' | 'batches'}` | `/settings/${'general' | 'people' | 'api-clients' | 'site-keys' | 'credentials' | 'audit' | 'privacy'}`;
  label: string;
  about: string;
  icon: LucideIcon;
  /** Who sees it; everybody where it is not said. */
  for?: (role: string) => boolean;
  /** Only in the demo organisation. */
  demo?: true;
}

export interface PageGroup {
  /** Undefined for the pages of every day, which need no heading. */
  label?: string;
  links: readonly PageLink[];
}

export const profileLink: PageLink = { to: '/profile', label: 'Your profile', about: 'Name, password, second factor and devices', icon: CircleUserRound };

const groups: readonly PageGroup[] = [
  {
    links: [
      { to: '/', label: 'Advertising', about: 'Spend, leads and return by channel and campaign', icon: ChartNoAxesCombined, for: seesCompany },
      { to: '/sales', label: 'Sales', about: 'Revenue by salesperson, category and period', icon: Receipt },
      { to: '/new-leads', label: 'New leads', about: 'Who wrote by day and week, from where, and how far they came', icon: UserRoundPlus },
      { to: '/calls', label: 'Intro calls', about: 'Volume, source, show rate and cancellations', icon: PhoneCall },
      { to: '/calls/design-reviews', label: 'Design reviews', about: 'Meetings about the design, by the same measures', icon: PencilRuler },
      { to: '/calls/rep', label: 'One person’s calls', about: 'Every call of one salesperson', icon: UserRoundSearch },
      { to: '/seo', label: 'SEO', about: 'Search reports of Looker Studio and Google Sheets', icon: Search, for: seesCompany },
      { to: '/data', label: 'Data', about: 'Sources, refreshes and their certificates', icon: Database },
      { to: '/demo-truth', label: 'Demo truth', about: 'The published right answers beside these figures', icon: BadgeCheck, for: seesCompany, demo: true },
    ],
  },
  {
    label: 'Leads',
    links: [
      { to: '/enquiries', label: 'Enquiries', about: 'Who wrote, how it was judged and why', icon: Inbox, for: seesCompany },
      { to: '/outcomes', label: 'Outcomes', about: 'Qualified against unqualified by each answer of the form', icon: ChartBarStacked, for: seesCompany },
      { to: '/qualifier/rules', label: 'Rules', about: 'Thresholds after the model, and where people are sent', icon: Scale, for: seesCompany },
      { to: '/qualifier/replays', label: 'Replay', about: 'The past under other thresholds or another prompt', icon: History, for: seesCompany },
      { to: '/qualifier/batches', label: 'Batch', about: 'Leads of an Excel or CSV file judged in one go', icon: FileSpreadsheet, for: seesCompany },
    ],
  },
  {
    label: 'Tools',
    links: [
      { to: '/tools', label: 'Tools hub', about: 'Contract, deck, workbook and à la carte offer', icon: Stamp },
      { to: '/tools/documents', label: 'Documents', about: 'What was made, its files, versions and signatures', icon: Files },
      { to: '/tools/prices', label: 'Prices', about: 'Packages and items that documents are priced by', icon: Tag },
    ],
  },
  {
    label: 'Settings',
    links: [
      { to: '/settings/general', label: 'General', about: 'The organisation, its time zone and currency', icon: SlidersHorizontal, for: mayAdminister },
      { to: '/settings/people', label: 'People', about: 'Members, roles and invitations', icon: UsersRound, for: mayAdminister },
      { to: '/settings/credentials', label: 'Credentials', about: 'What the connectors sign in with', icon: KeyRound, for: mayAdminister },
      { to: '/settings/api-clients', label: 'API clients', about: 'Programs that read and write for the organisation', icon: Cpu, for: mayAdminister },
      { to: '/settings/site-keys', label: 'Site keys', about: 'Websites that send enquiries', icon: Globe, for: mayAdminister },
      { to: '/settings/audit', label: 'Audit', about: 'Who did what, and whether the record is whole', icon: ScrollText, for: mayAdminister },
      { to: '/settings/privacy', label: 'Personal data', about: 'What is held on a person, and erasure with a receipt', icon: Eraser, for: mayAdminister },
    ],
  },
];

/** Whoever reaches them. */
export const allLinks: readonly PageLink[] = groups.flatMap(({ links }) => links);

/** The pages a role reaches, by group, for the navigation; a group of which nothing is left is left out. */
export function pageGroupsFor(role: string, organisation: { id: string }): PageGroup[] {
  return groups
    .map((group) => ({ ...group, links: group.links.filter((link) => (link.for?.(role) ?? true) && (link.demo === undefined || isDemo(organisation))) }))
    .filter((group) => group.links.length > 0);
}

/** The same for the command palette, which reaches the profile too. */
export function pageLinksFor(role: string, organisation: { id: string }): PageLink[] {
  return [...pageGroupsFor(role, organisation).flatMap((group) => group.links), profileLink];
}
