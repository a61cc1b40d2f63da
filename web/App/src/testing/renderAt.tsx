import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, type RouteComponent, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { queryClient } from '../api/queryClient';
import { formatQuery, parseQuery } from '../filters/search';
import { House } from './House';

interface Place {
  path: string;
  component: RouteComponent;
  search?: (raw: Record<string, unknown>) => object;
  /** Lies over it, under its own address. */
  inside?: Place;
}

/** A page at its address, of Leads unless it says otherwise, with the routes beside it that its links lead to. @returns Where the address bar stands. */
export function renderAt(address: string, place: Place, { role = 'Manager', beside = [] as string[], inLeads = true } = {}) {
  const root = createRootRoute({ component: Outlet });
  const house = createRoute({ getParentRoute: () => root, id: 'house', component: Outlet });
  const leads = createRoute({ getParentRoute: () => house, id: 'leads', component: Outlet });
  const parent = inLeads ? leads : house;
  const page = createRoute({ getParentRoute: () => parent, path: place.path, component: place.component, validateSearch: (raw) => place.search?.(raw) ?? {} });
  const inside = place.inside && createRoute({ getParentRoute: () => page, path: place.inside.path, component: place.inside.component });
  const others = beside.map((path) => createRoute({ getParentRoute: () => parent, path, component: Outlet, validateSearch: (raw) => raw }));
  const router = createRouter({
    routeTree: root.addChildren([house.addChildren(inLeads ? [leads.addChildren([inside ? page.addChildren([inside]) : page, ...others])] : [page, ...others])]),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch: parseQuery,
    stringifySearch: formatQuery,
  });
  // The app's own: what a change makes stale is asked again here too.
  queryClient.clear();
  render(
    <House role={role} queries={queryClient}>
      <RouterProvider router={router as never} />
    </House>,
  );
  return () => router.state.location.href;
}
