import { getRouteApi } from '@tanstack/react-router';
import type { AdsSearch } from '../../filters/search';

const route = getRouteApi('/house/');

/** The page's filters, which live in the address. Changing one leaves the page where it is scrolled to. */
export function useAdsSearch() {
  const search: AdsSearch = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: (before: AdsSearch) => AdsSearch) => void navigate({ search: change, resetScroll: false });

  return { search, set };
}
