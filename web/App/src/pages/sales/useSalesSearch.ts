import { getRouteApi } from '@tanstack/react-router';
import type { SalesSearch } from '../../filters/search';

const route = getRouteApi('/house/sales');

/** The page's filters, which live in the address. Changing one leaves the page where it is scrolled to. */
export function useSalesSearch() {
  const search: SalesSearch = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: (before: SalesSearch) => SalesSearch) => void navigate({ search: change, resetScroll: false });

  return { search, set };
}
