import { getRouteApi } from '@tanstack/react-router';
import type { EnquiriesSearch, OutcomesSearch } from '../../filters/search';

const enquiries = getRouteApi('/house/leads/enquiries');
const outcomes = getRouteApi('/house/leads/outcomes');

/** The filters live in the address. Changing one leaves the page where it is scrolled to. */
export function useEnquiriesSearch() {
  const search: EnquiriesSearch = enquiries.useSearch();
  const navigate = enquiries.useNavigate();
  const set = (change: EnquiriesSearch) => void navigate({ search: (before: EnquiriesSearch) => ({ ...before, ...change }), resetScroll: false });
  return { search, set };
}

export function useOutcomesSearch() {
  const search: OutcomesSearch = outcomes.useSearch();
  const navigate = outcomes.useNavigate();
  const set = (change: OutcomesSearch) => void navigate({ search: (before: OutcomesSearch) => ({ ...before, ...change }), resetScroll: false });
  return { search, set };
}
