import { describe, expect, it } from 'vitest';
import {
  formatQuery, parseAdsSearch, parseCallsSearch, parseDataSearch, parseDemoTruthSearch, parseDocumentsSearch, parseNewDocumentSearch, parseNewLeadsSearch, parseQuery, parseRepCallsSearch, parseSalesSearch,
  parseSignInSearch, safeReturn, withoutValue, withValue,
} from './search';

const ads = (query: string) => parseAdsSearch(parseQuery(query));

describe('the address of Advertising', () => {
  it('holds range and filters, each value by itself', () => {
    expect(ads('?from=2026-01-01&to=2026-01-31&channel=google-ads&channel=email&campaign=spring')).toEqual({
      from: '2026-01-01', to: '2026-01-31', channel: ['google-ads', 'email'], campaign: ['spring'],
    });
  });

  it('drops what it does not understand', () => {
    expect(ads('?from=yesterday&to=2026-02-30&channel=&sort=drop%20table&utm_source=x')).toEqual({});
  });

  it('keeps a sort that the table knows, and not the usual one', () => {
    expect(ads('?sort=-roas')).toEqual({ sort: '-roas' });
    expect(ads('?sort=leads')).toEqual({ sort: 'leads' });
    expect(ads('?sort=-spend')).toEqual({});
  });

  it('names a value once', () => {
    expect(ads('?channel=email&channel=email')).toEqual({ channel: ['email'] });
  });

  it('comes back as it went', () => {
    const search = { from: '2026-01-01', to: '2026-01-31', channel: ['google-ads'], campaign: ['bridal & couture', 'a=b'] };
    expect(ads(formatQuery(search))).toEqual(search);
  });
});

describe('the address of Sales', () => {
  it('holds salesperson, category, channel and period', () => {
    expect(parseSalesSearch(parseQuery('?rep=Burki+Akbulut&category=A+La+Carte&period=week'))).toEqual({
      rep: ['Burki Akbulut'], category: ['A La Carte'], period: 'week',
    });
  });

  it('drops an unknown period and the usual one', () => {
    expect(parseSalesSearch({ period: 'decade' })).toEqual({});
    expect(parseSalesSearch({ period: 'month' })).toEqual({});
  });
});

describe('the address of Calls', () => {
  it('holds filters, the cell of the week and what the list shows', () => {
    const search = { rep: ['Burki'], source: ['(none)'], weekday: ['2'], hour: ['18'], period: 'day', against: 'last-year', outcome: 'no-show', listed: 'booking', call: 'c-1' };
    expect(parseCallsSearch(parseQuery(formatQuery(search)))).toEqual(search);
  });

  it('drops what it does not understand, and the usual', () => {
    expect(parseCallsSearch(parseQuery('?weekday=8&hour=24&hour=x&period=week&outcome=lost&listed=start&against=love&kind=intro'))).toEqual({});
  });

  it('holds one salesperson and a kind on the page of one', () => {
    expect(parseRepCallsSearch(parseQuery('?rep=Burki&rep=Dana&kind=design-review'))).toEqual({ rep: ['Burki'], kind: 'design-review' });
    expect(parseRepCallsSearch(parseQuery('?kind=fitting'))).toEqual({});
  });
});

describe('the address of Data', () => {
  it('holds the open run', () => {
    expect(parseDataSearch(parseQuery('?run=abc&source=def'))).toEqual({ run: 'abc', source: 'def' });
  });
});

describe('the address of New leads', () => {
  const leads = (query: string) => parseNewLeadsSearch(parseQuery(query));

  it('holds what leads are filtered by, the view and the day', () => {
    expect(leads('?channel=google-ads&source=(none)&qualification=spam&reached=call-booked&view=weekly&against=last-year&day=2026-03-08')).toEqual({
      channel: ['google-ads'], source: ['(none)'], qualification: ['spam'], reached: 'call-booked', view: 'weekly', against: 'last-year', day: '2026-03-08',
    });
  });

  it('keeps a day rather than a week, and drops what it does not understand', () => {
    expect(leads('?day=2026-03-08&week=2026-03-02')).toEqual({ day: '2026-03-08' });
    expect(leads('?week=2026-03-02')).toEqual({ week: '2026-03-02' });
    expect(leads('?view=calendar&reached=far&against=you&day=2026-02-30&rep=Burki')).toEqual({});
  });
});

describe('the address of Demo truth', () => {
  it('holds figure, month and whether only differences are listed', () => {
    expect(parseDemoTruthSearch(parseQuery('?figure=Sales%3A+Revenue&month=2026-03&only=differences'))).toEqual({ figure: 'Sales: Revenue', month: '2026-03', only: 'differences' });
    expect(parseDemoTruthSearch({ only: 'agreements', month: '' })).toEqual({});
  });
});

describe('an empty filter', () => {
  it('leaves the address', () => {
    expect(formatQuery({ channel: withoutValue(['email'], 'email'), campaign: [], from: undefined })).toBe('');
  });

  it('takes a value once', () => {
    expect(withValue(undefined, 'a')).toEqual(['a']);
    expect(withValue(['a'], 'a')).toEqual(['a']);
  });
});

describe('the way back after signing in', () => {
  it('is a path of this site with its filters', () => {
    expect(safeReturn('/sales?rep=Burki')).toBe('/sales?rep=Burki');
    expect(parseSignInSearch({ returnTo: '/data?run=1' })).toEqual({ returnTo: '/data?run=1' });
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', 'sales', '', undefined, '/sign-in?returnTo=/sign-in'])(
    'is the landing page for %s', (path) => {
      expect(safeReturn(path)).toBe('/');
    },
  );
});

describe('the addresses of the tools', () => {
  it('hold what documents are filtered by, and drop what they do not understand', () => {
    expect(parseDocumentsSearch(parseQuery('?kind=a-la-carte&state=ready&signature=waiting&text=%20verre%20&lead=l-1'))).toEqual({ kind: 'a-la-carte', state: 'ready', signature: 'waiting', text: 'verre', lead: 'l-1' });
    expect(parseDocumentsSearch(parseQuery('?kind=novel&state=done&signature=maybe'))).toEqual({});
  });

  it('begin a form with one thing: another version, a lead, or a deal', () => {
    expect(parseNewDocumentSearch(parseQuery('?from=d-1&lead=l-1'))).toEqual({ from: 'd-1' });
    expect(parseNewDocumentSearch(parseQuery('?lead=l-1&deal=x'))).toEqual({ lead: 'l-1' });
    expect(parseNewDocumentSearch(parseQuery('?deal=x'))).toEqual({ deal: 'x' });
  });
});
