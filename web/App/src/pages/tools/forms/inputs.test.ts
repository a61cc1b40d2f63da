import { describe, expect, it } from 'vitest';
import { contractRows, emptyContract, emptyStyle } from './contract';
import { draftOf, inputsOf, placed, placeOf, withDefaults } from './inputs';

const contract = (change: object = {}) => ({ ...emptyContract, ...change });

describe('what is sent for a form', () => {
  it('leaves out what nobody has written, and blanks around what somebody has', () => {
    expect(inputsOf({ client: { company: '  Maison Verre ', contact: '', address: { city: '' } }, notes: '', free: false }, {})).toEqual({ client: { company: 'Maison Verre' } });
  });

  it('says that none of several choices was taken', () => {
    expect(inputsOf({ schedules: [], project: { styles: [] } }, contractRows)).toEqual({ schedules: [] });
  });

  it('keeps a price of nothing: it is one', () => {
    expect(inputsOf({ price: 0 }, {})).toEqual({ price: 0 });
  });

  it('leaves out rows at the end that nobody touched, and keeps the numbers of those before them', () => {
    const styles = [emptyStyle, { ...emptyStyle, name: 'Gown' }, emptyStyle, emptyStyle];
    expect(inputsOf({ project: { styles } }, contractRows)).toEqual({ project: { styles: [{ quantity: 1 }, { name: 'Gown', quantity: 1 }] } });
  });

  it('comes back as it went', () => {
    const inputs = inputsOf(contract({ project: { ...emptyContract.project, name: 'Spring', styles: [{ ...emptyStyle, name: 'Gown', price: 5250 }] } }), contractRows);
    expect(inputsOf(draftOf(emptyContract, inputs, contractRows), contractRows)).toEqual(inputs);
  });
});

describe('a form that begins with inputs', () => {
  it('fills what is missing with empty fields', () => {
    const draft = draftOf(emptyContract, { client: { company: 'Maison Verre', title: null }, project: { styles: [{ name: 'Gown' }] } }, contractRows);
    expect(draft.client).toEqual({ ...emptyContract.client, company: 'Maison Verre' });
    expect(draft.project.styles).toEqual([{ ...emptyStyle, name: 'Gown' }]);
    expect(draft.terms.deposit).toBe(50);
  });

  it('has a row to begin in where there is none yet', () => {
    expect(draftOf(emptyContract, { project: { styles: [] } }, contractRows).project.styles).toEqual([emptyStyle]);
  });

  it('carries along what it has no field for', () => {
    const inputs = { client: { company: 'Maison Verre', vat: 'FR1' } };
    expect(inputsOf(draftOf(emptyContract, inputs, contractRows), contractRows)['client']).toEqual({ company: 'Maison Verre', vat: 'FR1' });
  });
});

describe('another client', () => {
  const before = contract({ client: { ...emptyContract.client, company: 'Maison Verre', contact: 'Ada' }, project: { ...emptyContract.project, name: 'Spring' } });
  const next = contract({ client: { ...emptyContract.client, company: 'Halcyon' }, project: { ...emptyContract.project, name: 'Resort' } });

  it('replaces all that describes the one before', () => {
    expect(withDefaults(before, before, next).client).toEqual(next.client);
  });

  it('replaces what was taken over, and not what was written by hand', () => {
    expect(withDefaults(before, before, next).project.name).toBe('Resort');
    expect(withDefaults(contract({ project: { ...before.project, name: 'Mine' } }), before, next).project.name).toBe('Mine');
  });

  it('keeps rows that somebody has begun', () => {
    const styles = [{ ...emptyStyle, name: 'Gown' }];
    expect(withDefaults(contract({ project: { ...before.project, styles } }), before, next).project.styles).toEqual(styles);
  });
});

describe('what the service finds wrong', () => {
  it.each([['inputs.client.company', 'client.company'], ['inputs.project.styles[2].price', 'project.styles.2.price'], ['Inputs.Lines[0].Quantity', 'lines.0.quantity'], ['$.inputs.date', 'date']])(
    '%s is said at %s', (path, place) => expect(placeOf(path)).toBe(place));

  it('is said at its field, or by itself where there is none', () => {
    const problems = { 'inputs.client.email': ['No address.', 'Too long.'], 'inputs.project.styles': ['At least one.'], leadId: ['There is no such lead.'], 'inputs.schedules[1]': ['Unknown.'] };
    expect(placed(problems, emptyContract)).toEqual({ fields: { 'client.email': 'No address. Too long.', schedules: 'Unknown.' }, others: ['At least one.', 'There is no such lead.'] });
  });
});
