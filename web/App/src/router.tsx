import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { queryClient } from './api/queryClient';
import { isSignedIn, sessionQuery } from './api/session';
import { formatQuery, parseAdsSearch, parseDataSearch, parseQuery, parseSalesSearch, parseSignInSearch, safeReturn } from './filters/search';
import { Shell } from './shell/Shell';
import { Broken } from './ui/Broken';
import { NotFound } from './ui/NotFound';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: parseSignInSearch,
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (isSignedIn(session)) {
      throw redirect({ href: safeReturn(search.returnTo), replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./pages/sign-in/SignInPage'), 'SignInPage'),
});

const house = createRoute({
  getParentRoute: () => root,
  id: 'house',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!isSignedIn(session)) {
      const returnTo = safeReturn(location.href);
      throw redirect({ to: '/sign-in', search: returnTo === '/' ? {} : { returnTo }, replace: true });
    }
  },
  component: Shell,
});

const ads = createRoute({
  getParentRoute: () => house,
  path: '/',
  validateSearch: parseAdsSearch,
  component: lazyRouteComponent(() => import('./pages/ads/AdsPage'), 'AdsPage'),
});

const sales = createRoute({
  getParentRoute: () => house,
  path: '/sales',
  validateSearch: parseSalesSearch,
  component: lazyRouteComponent(() => import('./pages/sales/SalesPage'), 'SalesPage'),
});

const data = createRoute({
  getParentRoute: () => house,
  path: '/data',
  validateSearch: parseDataSearch,
  component: lazyRouteComponent(() => import('./pages/data/DataPage'), 'DataPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, house.addChildren([ads, sales, data])]),
  parseSearch: parseQuery,
  stringifySearch: formatQuery,
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
