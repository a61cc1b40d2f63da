import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, asked } from '../../testing/server';
import { renderAt } from '../../testing/renderAt';
import { SeoPage } from './SeoPage';
import { kindOf } from './words';

const reports = '/api/accounts/organisations/current/reports';
const looker = {
  title: 'Search', kind: 'looker-studio', embed: 'https://lookerstudio.google.com/embed/reporting/0123456789', open: 'https://lookerstudio.google.com/reporting/0123456789',
};
const at = (role = 'Viewer') => renderAt('/seo', { path: '/seo', component: SeoPage }, { inLeads: false, role });

/** Everything is in view. */
class Near {
  constructor(private readonly seen: (entries: unknown[]) => void) {}
  observe = (target: Element) => this.seen([{ isIntersecting: true, target }]);
  disconnect = () => undefined;
  unobserve = () => undefined;
}

beforeEach(() => vi.stubGlobal('IntersectionObserver', Near));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the SEO page', () => {
  it('loads a report lazily into a sandbox that is named, and tells it nothing of where it stands', async () => {
    answer(`GET ${reports}`, { body: { items: [looker] } });
    at();
    const frame = await screen.findByTestId<HTMLIFrameElement>('report-frame');
    expect(frame.src).toBe(looker.embed);
    expect(frame.title).toBe('Search, Looker Studio');
    expect(frame.getAttribute('loading')).toBe('lazy');
    expect(frame.getAttribute('referrerpolicy')).toBe('no-referrer');
    expect(frame.getAttribute('sandbox')).not.toContain('top-navigation');
    fireEvent.load(frame);
    expect(screen.getByTestId('report-body').dataset['standing']).toBe('there');
    expect(screen.getByRole('link', { name: 'Open in a new tab: Search' }).getAttribute('href')).toBe(looker.open);
  });

  it('says after a while that a report does not come, with the way to it, and that it came after all', async () => {
    answer(`GET ${reports}`, { body: { items: [looker] } });
    vi.useFakeTimers({ shouldAdvanceTime: true });
    at();
    const frame = await screen.findByTestId('report-frame');
    act(() => vi.advanceTimersByTime(12_000));
    expect(screen.getByTestId('report-away').textContent).toContain('The report does not come.');
    expect(screen.getByTestId('report-away').querySelector('a')?.href).toBe(looker.open);
    fireEvent.load(frame);
    expect(screen.queryByTestId('report-away')).toBeNull();
  });

  it('says so where the browser refuses the frame, whatever the frame says', async () => {
    answer(`GET ${reports}`, { body: { items: [looker] } });
    at();
    const frame = await screen.findByTestId('report-frame');
    const refused = Object.assign(new Event('securitypolicyviolation'), { effectiveDirective: 'frame-src', blockedURI: 'https://lookerstudio.google.com' });
    act(() => void document.dispatchEvent(refused));
    fireEvent.load(frame);
    expect(screen.getByTestId('report-away').textContent).toContain('does not show the report here');
  });

  it('does not try offline', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    answer(`GET ${reports}`, { body: { items: [looker] } });
    at();
    expect((await screen.findByTestId('report-away')).textContent).toContain('You are offline.');
    await waitFor(() => expect(screen.queryByTestId('report-frame')).toBeNull());
  });

  it('says who adds a report where there is none', async () => {
    answer(`GET ${reports}`, { body: { items: [] } });
    at();
    expect((await screen.findByTestId('empty')).textContent).toContain('An Admin adds the report’s address here.');
    expect(screen.queryByTestId('edit-reports')).toBeNull();
  });

  it('lets an Admin add one, and shows why an address is refused', async () => {
    answer(`GET ${reports}`, { body: { items: [] } });
    answer(`PUT ${reports}`, { status: 400, body: { type: 'report-address', title: 'This address cannot be embedded.', detail: '“Search”: it is a short link.' } });
    at('Admin');
    fireEvent.click(await screen.findByTestId('edit-reports'));
    fireEvent.change(await screen.findByTestId('report-title'), { target: { value: 'Search' } });
    fireEvent.change(screen.getByTestId('report-address'), { target: { value: 'https://example.com/report' } });
    fireEvent.click(screen.getByTestId('save-reports'));
    expect(asked.filter(({ call }) => call.startsWith('PUT'))).toHaveLength(0);

    fireEvent.change(screen.getByTestId('report-address'), { target: { value: 'https://lookerstudio.google.com/s/abc' } });
    expect(screen.getByTestId('report-kind').textContent).toBe('Looker Studio');
    fireEvent.click(screen.getByTestId('save-reports'));
    expect((await screen.findByTestId('form-problem')).textContent).toContain('short link');

    answer(`PUT ${reports}`, { body: { items: [looker] } });
    fireEvent.click(screen.getByTestId('save-reports'));
    expect(await screen.findByTestId('report-frame')).toBeTruthy();
    expect(asked.findLast(({ call }) => call.startsWith('PUT'))?.body).toEqual({ items: [{ title: 'Search', address: 'https://lookerstudio.google.com/s/abc' }] });
  });
});

describe('the kind of an address', () => {
  it.each([
    ['https://lookerstudio.google.com/reporting/1', 'looker-studio'],
    [' https://DOCS.google.com/spreadsheets/d/1', 'google-sheet'],
    ['http://docs.google.com/spreadsheets/d/1', null],
    ['https://docs.google.com.example.com/', null],
    ['', null],
  ])('of %j is %j', (address, kind) => expect(kindOf(address)).toBe(kind));
});
