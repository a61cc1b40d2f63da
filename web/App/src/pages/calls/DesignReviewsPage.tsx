import { getRouteApi } from '@tanstack/react-router';
import type { CallsSearch } from '../../filters/search';
import { CallsView } from './CallsView';

const route = getRouteApi('/house/calls/design-reviews');

/** Design reviews, by the measures of intro calls (D4). */
export function DesignReviewsPage() {
  const search: CallsSearch = route.useSearch();
  const navigate = route.useNavigate();

  return <CallsView title="Design reviews" kind="design-review" search={search} set={(change) => void navigate({ search: change, resetScroll: false })} />;
}
