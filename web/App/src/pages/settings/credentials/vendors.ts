import type { Vendor } from '../../../api/types';

interface VendorWords {
  name: string;
  token: string;
  where: string;
  /** Null where the vendor sends nothing that could be signed. */
  signingSecret: string | null;
}

/** How each vendor calls what it gives out, and where to find it. */
export const vendors: Record<Vendor, VendorWords> = {
  monday: {
    name: 'Monday.com',
    token: 'API token',
    where: 'In Monday: your picture, Developers, My access tokens.',
    signingSecret: 'Signing secret of the app',
  },
  calendly: {
    name: 'Calendly',
    token: 'Personal access token',
    where: 'In Calendly: Integrations, API and webhooks.',
    signingSecret: 'Webhook signing key',
  },
  'google-ads': {
    name: 'Google Ads',
    token: 'Refresh token',
    where: 'Of the OAuth client below, for somebody who may see the account.',
    signingSecret: null,
  },
};

/** What signing in to Google Ads needs beside the refresh token. */
export const googleAdsParts = [
  { id: 'clientId', label: 'OAuth client id', about: 'In the Google Cloud console: APIs and services, Credentials.', secret: false, optional: false },
  { id: 'clientSecret', label: 'OAuth client secret', about: 'Beside the client id.', secret: true, optional: false },
  { id: 'developerToken', label: 'Developer token', about: 'In the manager account: Admin, API center.', secret: true, optional: false },
  { id: 'customerId', label: 'Customer id', about: 'The account that advertises, such as 123-456-7890.', secret: false, optional: false },
  { id: 'loginCustomerId', label: 'Manager account id', about: 'Where the account is reached through one.', secret: false, optional: true },
] as const;
