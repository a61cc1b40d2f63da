import { getRouteApi } from '@tanstack/react-router';
import type { CallsSearch } from '../../filters/search';
import { CallsView } from './CallsView';

const route = getRouteApi('/house/calls');

/** Introductory calls: how many, from where, who came and who called off (D4). */
export function IntroCallsPage() {
  const search: CallsSearch = route.useSearch();
  const navigate = route.useNavigate();

  return <CallsView title="Intro calls" kind="intro" search={search} set={(change) => void navigate({ search: change, resetScroll: false })} />;
}
