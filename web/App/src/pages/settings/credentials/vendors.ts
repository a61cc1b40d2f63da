import type { Vendor } from '../../../api/types';

/** How each vendor calls what it gives out, and where to find it. */
export const vendors: Record<Vendor, { name: string; token: string; where: string; signingSecret: string }> = {
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
};
