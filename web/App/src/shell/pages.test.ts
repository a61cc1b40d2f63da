import { describe, expect, it } from 'vitest';
import { pageGroupsFor, pageLinksFor } from './pages';

const addresses = (role: string) => pageLinksFor(role).map(({ to }) => to);

describe('the pages one can go to', () => {
  it('are all of them for an Admin', () => {
    expect(addresses('Admin')).toEqual([
      '/', '/sales', '/data', '/settings/general', '/settings/people', '/settings/credentials', '/settings/api-clients', '/settings/site-keys', '/settings/audit', '/settings/privacy', '/profile',
    ]);
  });

  it.each(['Manager', 'Viewer'])('are the figures for a %s', (role) => expect(addresses(role)).toEqual(['/', '/sales', '/data', '/profile']));

  it('leave out the company’s advertising for an Agent', () => expect(addresses('Agent')).toEqual(['/sales', '/data', '/profile']));

  it('have no heading over nothing', () => {
    expect(pageGroupsFor('Viewer').map(({ label }) => label)).toEqual([undefined]);
    expect(pageGroupsFor('Admin').map(({ label }) => label)).toEqual([undefined, 'Settings']);
  });
});
