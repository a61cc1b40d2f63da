import { describe, expect, it } from 'vitest';
import { content } from '../../../testing/documents';
import { contentOf, csvOf, differencesOf, draftOfPrices, emptyItem, faultsOfPrices } from './draft';

const draft = draftOfPrices(content);
const first = draft.items[0]!;

describe('the price list as a form', () => {
  it('comes back as it went: tiers, what packages hold and the words of the house', () => expect(contentOf(draft, content)).toEqual(content));

  it('says how the house writes of itself, and nothing for what is left empty', () => {
    const after = contentOf({ ...draft, house: { ...draft.house, signatoryName: ' Olga ', jurisdiction: '', city: 'Los Angeles' } }, content);
    expect(after.house).toEqual({ city: 'Los Angeles', signatoryName: 'Olga' });
    expect(differencesOf(content, after).map(({ what, before, after: now }) => [what, before, now])).toEqual([
      ['City', 'nothing', 'Los Angeles'], ['Who signs', 'Elena Marchetti', 'Olga'], ['Whose law governs', 'the State of California', 'nothing'],
    ]);
    expect(Object.keys(faultsOfPrices({ ...draft, house: { ...draft.house, email: 'atelier' } }))).toEqual(['house.email']);
  });

  it('gives what is new a code of its own', () => {
    const items = contentOf({ ...draft, items: [...draft.items, { ...emptyItem, name: 'Toile', group: 'Samples', unitPrice: '70' }, { ...emptyItem, name: 'Épée & lace', unitPrice: 1 }] }, content).items;
    expect(items.map(({ code }) => code)).toEqual(['toile', 'cut-sew', 'toile-2', 'epee-lace']);
    expect(items[2]!.unitPrice).toBe(70);
  });

  it('takes what is not sold any more out of the packages', () => {
    expect(contentOf({ ...draft, items: draft.items.slice(1) }, content).packages[0]!.includes).toEqual([]);
  });

  it('says what changed', () => {
    const after = contentOf({ ...draft, items: [{ ...first, unitPrice: 640 }] }, content);
    expect(differencesOf(content, after)).toEqual([
      { what: 'Toile in muslin', before: '$620.00 per piece, Samples', after: '$640.00 per piece, Samples' },
      { what: 'Cut and sew', before: '$185.00 per piece, Production', after: 'removed' },
    ]);
    expect(differencesOf(content, content)).toEqual([]);
    expect(differencesOf(content, contentOf({ ...draft, items: [{ ...first, name: 'Toile' }, draft.items[1]!] }, content))).toEqual([
      { what: 'Toile in muslin', before: 'Toile in muslin, $620.00 per piece, Samples', after: 'Toile, $620.00 per piece, Samples' },
    ]);
  });

  it('needs name, group, unit and price of each', () => {
    expect(Object.keys(faultsOfPrices({ ...draft, items: [{ ...first, name: ' ', unitPrice: '' }] }))).toEqual(['items.0.name', 'items.0.unitPrice']);
    expect(faultsOfPrices({ ...draft, items: [{ ...first, unitPrice: 0 }] })).toEqual({});
  });
});

describe('the price list as CSV', () => {
  it('has a row for each item and package', () => {
    expect(csvOf(content).split('\r\n')).toEqual([
      'Kind,Group,Code,Name,Unit,Price (USD)', 'Item,Samples,toile,Toile in muslin,piece,620.00', 'Item,Production,cut-sew,Cut and sew,piece,185.00', 'Package,,signature,Signature,style,5250.00', '',
    ]);
  });

  it('is calculated by no spreadsheet', () => {
    expect(csvOf({ ...content, items: [{ ...content.items[0]!, name: '=1+1, "x"' }], packages: [] })).toContain(`"'=1+1, ""x"""`);
  });
});
