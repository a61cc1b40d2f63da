import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { queryClient } from './api/queryClient';
import { isSignedIn, seesCompany, sessionQuery } from './api/session';
import {
  formatQuery, parseAdsSearch, parseAuditSearch, parseCallsSearch, parseComparisonSearch, parseDataSearch, parseDemoTruthSearch, parseDocumentsSearch, parseEnquiriesSearch, parseLinkSearch, parseMovesSearch,
  parseNewDocumentSearch, parseNewLeadsSearch, parseOutcomesSearch, parseQuery, parseRepCallsSearch, parseSalesSearch, parseSignInSearch, safeReturn,
  type SignInSearch,
} from './filters/search';
import { AdminsOnly } from './pages/settings/AdminsOnly';
import { Shell } from './shell/Shell';
import { Broken } from './ui/Broken';
import { NotFound } from './ui/NotFound';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Pages before the sign-in; somebody who is signed in has no business there. */
const door = createRoute({
  getParentRoute: () => root,
  id: 'door',
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (isSignedIn(session)) {
      throw redirect({ href: safeReturn((search as SignInSearch).returnTo), replace: true });
    }
  },
  component: Outlet,
});

const signIn = createRoute({
  getParentRoute: () => door,
  path: '/sign-in',
  validateSearch: parseSignInSearch,
  component: lazyRouteComponent(() => import('./pages/sign-in/SignInPage'), 'SignInPage'),
});

const signUp = createRoute({
  getParentRoute: () => door,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./pages/door/SignUpPage'), 'SignUpPage'),
});

const forgottenPassword = createRoute({
  getParentRoute: () => door,
  path: '/forgotten-password',
  component: lazyRouteComponent(() => import('./pages/door/ForgottenPasswordPage'), 'ForgottenPasswordPage'),
});

// Links from mails open for whoever holds them, signed in or not.
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  validateSearch: parseLinkSearch,
  component: lazyRouteComponent(() => import('./pages/door/WelcomePage'), 'WelcomePage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  validateSearch: parseLinkSearch,
  component: lazyRouteComponent(() => import('./pages/door/InvitationPage'), 'InvitationPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: parseLinkSearch,
  component: lazyRouteComponent(() => import('./pages/door/ResetPasswordPage'), 'ResetPasswordPage'),
});

const privacy = createRoute({
  getParentRoute: () => root,
  path: '/privacy',
  component: lazyRouteComponent(() => import('./pages/legal/PrivacyPage'), 'PrivacyPage'),
});

const cookies = createRoute({
  getParentRoute: () => root,
  path: '/cookies',
  component: lazyRouteComponent(() => import('./pages/legal/CookiesPage'), 'CookiesPage'),
});

const terms = createRoute({
  getParentRoute: () => root,
  path: '/terms',
  component: lazyRouteComponent(() => import('./pages/legal/TermsPage'), 'TermsPage'),
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

    return { role: session.user.role };
  },
  component: Shell,
});

const ads = createRoute({
  getParentRoute: () => house,
  path: '/',
  validateSearch: parseAdsSearch,
  beforeLoad: ({ context }) => {
    // The landing page of somebody who does not see Advertising is what they do see.
    if (!seesCompany(context.role)) {
      throw redirect({ to: '/sales', replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./pages/ads/AdsPage'), 'AdsPage'),
});

const sales = createRoute({
  getParentRoute: () => house,
  path: '/sales',
  validateSearch: parseSalesSearch,
  component: lazyRouteComponent(() => import('./pages/sales/SalesPage'), 'SalesPage'),
});

const newLeads = createRoute({
  getParentRoute: () => house,
  path: '/new-leads',
  validateSearch: parseNewLeadsSearch,
  component: lazyRouteComponent(() => import('./pages/new-leads/NewLeadsPage'), 'NewLeadsPage'),
});

const calls = createRoute({
  getParentRoute: () => house,
  path: '/calls',
  validateSearch: parseCallsSearch,
  component: lazyRouteComponent(() => import('./pages/calls/IntroCallsPage'), 'IntroCallsPage'),
});

const designReviews = createRoute({
  getParentRoute: () => house,
  path: '/calls/design-reviews',
  validateSearch: parseCallsSearch,
  component: lazyRouteComponent(() => import('./pages/calls/DesignReviewsPage'), 'DesignReviewsPage'),
});

const repCalls = createRoute({
  getParentRoute: () => house,
  path: '/calls/rep',
  validateSearch: parseRepCallsSearch,
  component: lazyRouteComponent(() => import('./pages/calls/RepCallsPage'), 'RepCallsPage'),
});

const seo = createRoute({
  getParentRoute: () => house,
  path: '/seo',
  beforeLoad: ({ context }) => {
    if (!seesCompany(context.role)) {
      throw redirect({ to: '/sales', replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./pages/seo/SeoPage'), 'SeoPage'),
});

const data = createRoute({
  getParentRoute: () => house,
  path: '/data',
  validateSearch: parseDataSearch,
  component: lazyRouteComponent(() => import('./pages/data/DataPage'), 'DataPage'),
});

const demoTruth = createRoute({
  getParentRoute: () => house,
  path: '/demo-truth',
  validateSearch: parseDemoTruthSearch,
  beforeLoad: ({ context }) => {
    if (!seesCompany(context.role)) {
      throw redirect({ to: '/sales', replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./pages/demo-truth/DemoTruthPage'), 'DemoTruthPage'),
});

/** Everybody's enquiries and how they are judged: a salesperson has no business there. */
const leads = createRoute({
  getParentRoute: () => house,
  id: 'leads',
  beforeLoad: ({ context }) => {
    if (!seesCompany(context.role)) {
      throw redirect({ to: '/sales', replace: true });
    }
  },
  component: Outlet,
});

const enquiries = createRoute({
  getParentRoute: () => leads,
  path: '/enquiries',
  validateSearch: parseEnquiriesSearch,
  component: lazyRouteComponent(() => import('./pages/leads/enquiries/EnquiriesPage'), 'EnquiriesPage'),
});

const enquiry = createRoute({
  getParentRoute: () => enquiries,
  path: '/$id',
  component: lazyRouteComponent(() => import('./pages/leads/enquiries/EnquiryDrawer'), 'EnquiryDrawer'),
});

const outcomes = createRoute({
  getParentRoute: () => leads,
  path: '/outcomes',
  validateSearch: parseOutcomesSearch,
  component: lazyRouteComponent(() => import('./pages/leads/outcomes/OutcomesPage'), 'OutcomesPage'),
});

const rules = createRoute({
  getParentRoute: () => leads,
  path: '/qualifier/rules',
  component: lazyRouteComponent(() => import('./pages/leads/rules/RulesPage'), 'RulesPage'),
});

const replays = createRoute({
  getParentRoute: () => leads,
  path: '/qualifier/replays',
  component: lazyRouteComponent(() => import('./pages/leads/replays/ReplaysPage'), 'ReplaysPage'),
});

const replay = createRoute({
  getParentRoute: () => leads,
  path: '/qualifier/replays/$id',
  validateSearch: parseMovesSearch,
  component: lazyRouteComponent(() => import('./pages/leads/replays/ReplayPage'), 'ReplayPage'),
});

const batches = createRoute({
  getParentRoute: () => leads,
  path: '/qualifier/batches',
  component: lazyRouteComponent(() => import('./pages/leads/batches/BatchesPage'), 'BatchesPage'),
});

const batch = createRoute({
  getParentRoute: () => leads,
  path: '/qualifier/batches/$id',
  component: lazyRouteComponent(() => import('./pages/leads/batches/BatchPage'), 'BatchPage'),
});

const tools = createRoute({
  getParentRoute: () => house,
  path: '/tools',
  component: lazyRouteComponent(() => import('./pages/tools/HubPage'), 'HubPage'),
});

const newDocument = createRoute({
  getParentRoute: () => house,
  path: '/tools/new/$kind',
  validateSearch: parseNewDocumentSearch,
  component: lazyRouteComponent(() => import('./pages/tools/new/NewDocumentPage'), 'NewDocumentPage'),
});

const documents = createRoute({
  getParentRoute: () => house,
  path: '/tools/documents',
  validateSearch: parseDocumentsSearch,
  component: lazyRouteComponent(() => import('./pages/tools/documents/DocumentsPage'), 'DocumentsPage'),
});

const document = createRoute({
  getParentRoute: () => house,
  path: '/tools/documents/$id',
  component: lazyRouteComponent(() => import('./pages/tools/documents/DocumentPage'), 'DocumentPage'),
});

const comparison = createRoute({
  getParentRoute: () => house,
  path: '/tools/documents/$id/comparison',
  validateSearch: parseComparisonSearch,
  component: lazyRouteComponent(() => import('./pages/tools/documents/ComparisonPage'), 'ComparisonPage'),
});

const prices = createRoute({
  getParentRoute: () => house,
  path: '/tools/prices',
  component: lazyRouteComponent(() => import('./pages/tools/prices/PricesPage'), 'PricesPage'),
});

const profile = createRoute({
  getParentRoute: () => house,
  path: '/profile',
  component: lazyRouteComponent(() => import('./pages/profile/ProfilePage'), 'ProfilePage'),
});

const settings = createRoute({
  getParentRoute: () => house,
  path: '/settings',
  component: AdminsOnly,
});

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/general', replace: true });
  },
});

const general = createRoute({
  getParentRoute: () => settings,
  path: '/general',
  component: lazyRouteComponent(() => import('./pages/settings/general/GeneralPage'), 'GeneralPage'),
});

const people = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/settings/people/PeoplePage'), 'PeoplePage'),
});

const apiClients = createRoute({
  getParentRoute: () => settings,
  path: '/api-clients',
  component: lazyRouteComponent(() => import('./pages/settings/api-clients/ApiClientsPage'), 'ApiClientsPage'),
});

const siteKeys = createRoute({
  getParentRoute: () => settings,
  path: '/site-keys',
  component: lazyRouteComponent(() => import('./pages/settings/site-keys/SiteKeysPage'), 'SiteKeysPage'),
});

const credentials = createRoute({
  getParentRoute: () => settings,
  path: '/credentials',
  component: lazyRouteComponent(() => import('./pages/settings/credentials/CredentialsPage'), 'CredentialsPage'),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import('./pages/settings/audit/AuditPage'), 'AuditPage'),
});

const personalData = createRoute({
  getParentRoute: () => settings,
  path: '/privacy',
  component: lazyRouteComponent(() => import('./pages/settings/privacy/PrivacyPage'), 'PrivacyPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    door.addChildren([signIn, signUp, forgottenPassword]),
    welcome,
    invitation,
    resetPassword,
    privacy,
    cookies,
    terms,
    house.addChildren([
      ads,
      sales,
      newLeads,
      calls,
      designReviews,
      repCalls,
      seo,
      data,
      demoTruth,
      leads.addChildren([enquiries.addChildren([enquiry]), outcomes, rules, replays, replay, batches, batch]),
      tools,
      newDocument,
      documents,
      document,
      comparison,
      prices,
      profile,
      settings.addChildren([settingsIndex, general, people, apiClients, siteKeys, credentials, audit, personalData]),
    ]),
  ]),
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
