import { ChartNoAxesCombined, Database, type LucideIcon, Receipt } from 'lucide-react';

export interface PageLink {
  to: '/' | '/sales' | '/data';
  label: string;
  about: string;
  icon: LucideIcon;
}

/** Every page one can go to, for the navigation and the command palette. */
export const pageLinks: readonly PageLink[] = [
  { to: '/', label: 'Advertising', about: 'Spend, leads and return by channel and campaign', icon: ChartNoAxesCombined },
  { to: '/sales', label: 'Sales', about: 'Revenue by salesperson, category and period', icon: Receipt },
  { to: '/data', label: 'Data', about: 'Sources, refreshes and their certificates', icon: Database },
];
