import { describe, expect, it } from 'vitest';
import { pageLinksFor } from '../shell/pages';
import { addressOf, filtersOf, periodsOf, viewOf, viewPageOf, viewPaths } from './view';

const today = '2026-11-21';
const month = '?from=2026-11-01&to=2026-11-21&channel=email';

describe('a view', () => {
  it('is of a page that is there', () => {
    const pages = pageLinksFor('Admin', { id: 'x' }).map(({ to }) => to);
    expect(pages).toEqual(expect.arrayContaining(Object.values(viewPaths)));
    expect(viewPageOf('/calls/rep')).toBe('rep-calls');
    expect(viewPageOf('/data')).toBeUndefined();
  });

  it('keeps the filters, and neither days nor what lies over the page', () => {
    expect(filtersOf(`${month}&campaign=bridal+%26+couture&explain=ads.spend&call=c-1&day=2026-11-02`)).toBe('channel=email&campaign=bridal+%26+couture');
  });

  it('moves with the calendar where its days are a period, or stays', () => {
    expect(periodsOf('sales', month, today).map(({ value }) => value)).toEqual(['this-month', 'dates']);
    const moving = viewOf('sales', month, 'this-month', today);
    expect(moving).toEqual({ page: 'sales', period: 'this-month', search: 'channel=email' });
    expect(addressOf(moving, '2026-12-03')).toBe('/sales?from=2026-12-01&to=2026-12-03&channel=email');

    const staying = viewOf('sales', month, 'dates', today);
    expect(staying).toEqual({ page: 'sales', period: null, search: 'from=2026-11-01&to=2026-11-21&channel=email' });
    expect(addressOf(staying, '2026-12-03')).toBe(`/sales${month}`);
  });

  it('asks what is meant on the first of a month', () => {
    expect(periodsOf('sales', '?from=2026-11-01&to=2026-11-01', '2026-11-01').map(({ value }) => value)).toEqual(['this-month', 'today', 'dates']);
  });

  it('is the page as it opens by itself where the address says no days, and has none where the page has none', () => {
    expect(periodsOf('sales', '?rep=Burki', today).map(({ value }) => value)).toEqual(['']);
    expect(addressOf(viewOf('sales', '?rep=Burki', '', today), today)).toBe('/sales?rep=Burki');
    expect(periodsOf('documents', '?kind=deck', today)).toEqual([]);
    expect(addressOf(viewOf('advertising', '', '', today), today)).toBe('/');
  });
});
