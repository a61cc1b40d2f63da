import { getRouteApi } from '@tanstack/react-router';
import type { DocumentsSearch } from '../../filters/search';

const documents = getRouteApi('/house/tools/documents');

/** The filters live in the address. Changing one leaves the page where it is scrolled to. */
export function useDocumentsSearch() {
  const search: DocumentsSearch = documents.useSearch();
  const navigate = documents.useNavigate();
  const set = (change: DocumentsSearch) => void navigate({ search: (before: DocumentsSearch) => ({ ...before, ...change }), resetScroll: false });
  return { search, set };
}
