import { describe, expect, it } from 'vitest';
import { content } from '../../../testing/documents';
import { emptyALaCarte, emptyOwnLine, faultsOfALaCarte } from './aLaCarte';
import { emptyContract, emptyStyle, faultsOfContract } from './contract';
import { emptyDeck, faultsOfDeck } from './deck';
import { itemOptions, priceOf } from './options';
import { emptyLine, emptyWorkbook, emptyWorkbookStyle, faultsOfWorkbook } from './workbook';

const client = { ...emptyContract.client, company: 'Maison Verre', contact: 'Ada', email: 'ada@verre.example' };
const project = { ...emptyContract.project, name: 'Spring', startsOn: '2026-01-12', styles: [{ ...emptyStyle, name: 'Gown', price: 0 }] };

describe('a contract', () => {
  it('that says who, what and when is fine', () => expect(faultsOfContract({ ...emptyContract, client, project })).toEqual({}));

  it('asks for its first style, and not for rows behind it that nobody touched', () => {
    expect(Object.keys(faultsOfContract({ ...emptyContract, client, project: { ...project, styles: [emptyStyle] } }))).toEqual(['project.styles.0.name', 'project.styles.0.price']);
    expect(faultsOfContract({ ...emptyContract, client, project: { ...project, styles: [...project.styles, emptyStyle] } })).toEqual({});
  });

  it('is not delivered before it starts', () => {
    expect(Object.keys(faultsOfContract({ ...emptyContract, client, project: { ...project, deliversOn: '2026-01-11' } }))).toEqual(['project.deliversOn']);
    expect(faultsOfContract({ ...emptyContract, client, project: { ...project, deliversOn: '2026-01-12' } })).toEqual({});
  });

  it.each([0, 100, ''])('takes a deposit of %s percent', (deposit) => expect(faultsOfContract({ ...emptyContract, client, project, terms: { ...emptyContract.terms, deposit } })).toEqual({}));
  it.each([-1, 101])('takes none of %s percent', (deposit) =>
    expect(Object.keys(faultsOfContract({ ...emptyContract, client, project, terms: { ...emptyContract.terms, deposit } }))).toEqual(['terms.deposit']));
});

describe('a deck', () => {
  const deck = { ...emptyDeck, category: 'swim', client: { company: 'Halcyon', contact: '' }, services: ['design'], priorities: [{ title: 'Fit', text: 'First.' }] };

  it('with category, service and priority is fine', () => expect(faultsOfDeck(deck)).toEqual({}));
  it('has four columns of services and no fifth', () => expect(Object.keys(faultsOfDeck({ ...deck, services: ['a', 'b', 'c', 'd', 'e'] }))).toEqual(['services']));
  it('names a presenter whose address it shows', () => expect(Object.keys(faultsOfDeck({ ...deck, presenter: { name: ' ', email: 'e@teg.example' } }))).toEqual(['presenter.name']));
});

describe('a workbook', () => {
  const workbook = { ...emptyWorkbook, client: { ...emptyWorkbook.client, company: 'Halcyon' }, project: { name: 'Resort' }, package: 'signature', styles: [{ ...emptyWorkbookStyle, name: 'One-piece' }] };

  it('needs no item beyond its package', () => expect(faultsOfWorkbook(workbook)).toEqual({}));
  it('asks which item a line is that somebody began', () => expect(Object.keys(faultsOfWorkbook({ ...workbook, lines: [{ ...emptyLine, quantity: 3 }] }))).toEqual(['lines.0.item']));
  it('is discounted one way', () => expect(Object.keys(faultsOfWorkbook({ ...workbook, discount: { percent: 5, amount: 100, reason: '' } }))).toEqual(['discount.amount']));
});

describe('an à la carte offer', () => {
  const offer = (line: Partial<typeof emptyOwnLine>) => faultsOfALaCarte({ ...emptyALaCarte, client: { ...emptyALaCarte.client, company: 'Pine' }, project: { name: 'Days' }, lines: [{ ...emptyOwnLine, ...line }] });

  it('takes an item of the list as it is', () => expect(offer({ item: 'toile' })).toEqual({}));
  it('asks for the price of what is not on the list', () => expect(Object.keys(offer({ name: 'Studio day' }))).toEqual(['lines.0.price']));
  it('takes something of its own with its price', () => expect(offer({ name: 'Studio day', price: 1200 })).toEqual({}));
  it('asks for a name where only a unit stands', () => expect(Object.keys(offer({ unit: 'day', price: 1 }))).toEqual(['lines.0.name']));
  it('asks what the first line is', () => expect(Object.keys(offer({}))).toEqual(['lines.0.item']));
});

describe('the price list', () => {
  it('is offered by its groups, each item with price and unit', () => {
    expect(itemOptions(content)[0]).toEqual({ group: 'Samples', items: [{ value: 'toile', label: 'Toile in muslin · $620.00 per piece' }] });
  });

  it.each([[1, 185], [24, 185], [25, 148.5], [99, 148.5], [100, 118.75]])('prices %s pieces at %s each', (quantity, price) => expect(priceOf(content, 'cut-sew', quantity)).toBe(price));
  it('knows no price of what is not on it', () => expect(priceOf(content, '', 1)).toBeUndefined());
});
