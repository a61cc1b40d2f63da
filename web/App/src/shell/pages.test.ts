import { describe, expect, it } from 'vitest';
import { pageGroupsFor, pageLinksFor } from './pages';

const addresses = (role: string) => pageLinksFor(role).map(({ to }) => to);
const calls = ['/calls', '/calls/design-reviews', '/calls/rep'];
const tools = ['/tools', '/tools/documents', '/tools/prices'];
const leads = ['/enquiries', '/outcomes', '/qualifier/rules', '/qualifier/replays', '/qualifier/batches'];

describe('the pages one can go to', () => {
  it('are all of them for an Admin', () => {
    expect(addresses('Admin')).toEqual([
      '/', '/sales', '/new-leads', ...calls, '/data', ...leads, ...tools, '/settings/general', '/settings/people', '/settings/credentials', '/settings/api-clients', '/settings/site-keys', '/settings/audit', '/settings/privacy', '/profile',
    ]);
  });

  it.each(['Manager', 'Viewer'])('are the figures for a %s', (role) => expect(addresses(role)).toEqual(['/', '/sales', '/new-leads', ...calls, '/data', ...leads, ...tools, '/profile']));

  it('leave out the company’s advertising and enquiries for an Agent', () => expect(addresses('Agent')).toEqual(['/sales', '/new-leads', ...calls, '/data', ...tools, '/profile']));

  it('have no heading over nothing', () => {
    expect(pageGroupsFor('Viewer').map(({ label }) => label)).toEqual([undefined, 'Leads', 'Tools']);
    expect(pageGroupsFor('Agent').map(({ label }) => label)).toEqual([undefined, 'Tools']);
    expect(pageGroupsFor('Admin').map(({ label }) => label)).toEqual([undefined, 'Leads', 'Tools', 'Settings']);
  });
});
