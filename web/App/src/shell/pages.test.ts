import { describe, expect, it } from 'vitest';
import { pageGroupsFor, pageLinksFor } from './pages';

const house = { id: '01900000-0000-7000-8000-0000000000bb' };
const addresses = (role: string, organisation = house) => pageLinksFor(role, organisation).map(({ to }) => to);
const calls = ['/calls', '/calls/design-reviews', '/calls/rep'];
const tools = ['/tools', '/tools/documents', '/tools/prices'];
const leads = ['/enquiries', '/outcomes', '/qualifier/rules', '/qualifier/replays', '/qualifier/batches'];

describe('the pages one can go to', () => {
  it('are all of them for an Admin', () => {
    expect(addresses('Admin')).toEqual([
      '/', '/sales', '/new-leads', ...calls, '/seo', '/data', ...leads, ...tools, '/settings/general', '/settings/people', '/settings/credentials', '/settings/api-clients', '/settings/site-keys', '/settings/audit', '/settings/privacy', '/profile',
    ]);
  });

  it.each(['Manager', 'Viewer'])('are the figures for a %s', (role) => expect(addresses(role)).toEqual(['/', '/sales', '/new-leads', ...calls, '/seo', '/data', ...leads, ...tools, '/profile']));

  it('leave out the company’s advertising and enquiries for an Agent', () => expect(addresses('Agent')).toEqual(['/sales', '/new-leads', ...calls, '/data', ...tools, '/profile']));

  it('include the published answers in the demo only', () => {
    const demo = { id: '01900000-0000-7000-8000-000000000001' };
    expect(addresses('Viewer', demo)).toContain('/demo-truth');
    expect(addresses('Agent', demo)).not.toContain('/demo-truth');
    expect(addresses('Admin')).not.toContain('/demo-truth');
  });

  it('have no heading over nothing', () => {
    expect(pageGroupsFor('Viewer', house).map(({ label }) => label)).toEqual([undefined, 'Leads', 'Tools']);
    expect(pageGroupsFor('Agent', house).map(({ label }) => label)).toEqual([undefined, 'Tools']);
    expect(pageGroupsFor('Admin', house).map(({ label }) => label)).toEqual([undefined, 'Leads', 'Tools', 'Settings']);
  });
});
