import { getRouteApi } from '@tanstack/react-router';
import { type LeadMark, type NewLeadsSearch, withValue } from '../../filters/search';

const route = getRouteApi('/house/new-leads');

/** The page's filters, which live in the address. Changing one leaves the page where it is scrolled to. */
export function useNewLeadsSearch() {
  const search: NewLeadsSearch = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: (before: NewLeadsSearch) => NewLeadsSearch) => void navigate({ search: change, resetScroll: false });
  const add = (mark: LeadMark, value: string) => set((before) => ({ ...before, [mark]: withValue(before[mark], value) }));

  return { search, set, add };
}
