import { describe, expect, it } from 'vitest';
import type { DocumentProgressed } from '../../../api/documents';
import { details, item } from '../../../testing/documents';
import { lineChanges, passagesOf } from './changes';
import { labelOfPath, linesOfInputs } from './inputLines';
import { faultsOfSending, signersOf } from './signers';
import { progressOf, sizeOf, stepsDone } from './state';

const live = (change: Partial<DocumentProgressed>): DocumentProgressed => ({ documentId: 'd-1', state: 'queued', step: null, queuePosition: null, at: '2026-11-20T10:00:00Z', ...change });

describe('how far a document is', () => {
  it.each([[0, 'Next in line'], [1, '1 before it in line'], [12, '12 before it in line']])('with %s before it is “%s”', (queuePosition, words) => {
    expect(progressOf({ state: 'queued', step: null, queuePosition }, undefined).words).toBe(words);
  });

  it('is what the latest live event says', () => {
    expect(progressOf({ state: 'queued', step: null }, live({ state: 'working', step: 'converting' }))).toEqual({ state: 'working', words: 'Turning it into a PDF' });
    expect(progressOf({ state: 'queued', step: null }, live({ state: 'working', step: 'converting', queuePosition: 3 })).words).toBe('Turning it into a PDF, 3 before it');
  });

  it('does not go back when an answer says it is done', () => {
    expect(progressOf(item, live({ state: 'working' })).state).toBe('ready');
  });

  it('is told in the service’s own word where this page knows none', () => {
    expect(progressOf({ state: 'working', step: 'drying-ink' }, undefined).words).toBe('Drying ink');
  });

  it('counts the steps behind it', () => {
    expect([stepsDone('queued', null), stepsDone('working', 'writing'), stepsDone('working', 'converting'), stepsDone('working', 'storing'), stepsDone('ready', null)]).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([[200, '1 KB'], [84_211, '84 KB'], [1_412_300, '1.4 MB']])('%s bytes are %s', (bytes, words) => expect(sizeOf(bytes)).toBe(words));
});

describe('what was written in a form', () => {
  it('is read by its labels', () => {
    expect(labelOfPath('project.styles[1].price')).toBe('Project, styles 2, price');
    expect(linesOfInputs({ client: { company: 'Verre', title: null }, schedules: ['payment', 'deliverables'], free: true })).toEqual([
      { path: 'client.company', label: 'Client, company', value: 'Verre' },
      { path: 'schedules', label: 'Schedules', value: 'payment, deliverables' },
      { path: 'free', label: 'Free', value: 'yes' },
    ]);
  });
});

describe('two versions', () => {
  const line = (name: string, amount: number) => ({ name, quantity: 1, unit: null, unitPrice: amount, amount, free: false });
  const sum = (...lines: ReturnType<typeof line>[]) => ({ lines, subtotal: 0, discount: 0, total: 0, currency: 'USD', complimentary: 0, deposit: null, balance: null });

  it('differ in the lines that changed, came and went', () => {
    const changes = lineChanges(sum(line('Gown', 1), line('Coat', 2), line('Gown', 3)), sum(line('Gown', 1), line('Gown', 4), line('Veil', 5)));
    expect(changes.map(({ name, from, to }) => [name, from?.amount, to?.amount])).toEqual([['Coat', 2, undefined], ['Gown', 3, 4], ['Veil', undefined, 5]]);
  });

  it('fold up what stays the same far from a change', () => {
    const same = (text: string) => ({ kind: 'same' as const, text });
    const text = [same('1'), same('2'), same('3'), { kind: 'added' as const, text: 'new' }, same('4'), same('5'), same('6'), same('7')];
    expect(passagesOf(text).map((each) => (each.kind === 'left-out' ? each.count : each.text))).toEqual([1, '2', '3', 'new', '4', '5', 2]);
  });
});

describe('who signs', () => {
  const me = { name: 'Elena Marchetti', email: 'elena@teg.example' };
  const inputs = { client: { contact: 'Ada Verre', email: 'ada@verre.example' } };

  it('is the client, then whoever sends it', () => {
    expect(signersOf({ inputs }, me)).toEqual([{ role: 'Client', name: 'Ada Verre', email: 'ada@verre.example' }, { role: 'House', ...me }]);
  });

  it('is the client alone where the house’s signature is in the document', () => {
    expect(signersOf({ inputs: { ...inputs, signatory: { name: 'Elena', imageId: 'i-1' } } }, me).map(({ role }) => role)).toEqual(['Client']);
  });

  it('is not written to at somebody else’s address', () => {
    expect(signersOf({ inputs: { ...details.inputs, signatory: { name: 'Olga' } } }, me)[1]).toEqual({ role: 'House', name: 'Olga', email: '' });
  });

  it('is whom the price list names where the contract names nobody', () => {
    expect(signersOf({ inputs }, { name: 'Ada Field', email: 'ada@teg.example' }, 'Elena Marchetti')[1]).toEqual({ role: 'House', name: 'Elena Marchetti', email: '' });
    expect(signersOf({ inputs }, me, 'Elena Marchetti')[1]).toEqual({ role: 'House', ...me });
  });

  it('has an address of their own each', () => {
    const signers = [{ role: 'Client', name: 'A', email: 'a@b.example' }, { role: 'House', name: 'B', email: 'A@b.example ' }];
    expect(faultsOfSending({ signers, subject: '', message: '' })).toEqual({ 'signers.1.email': 'Each signs with an address of their own.' });
  });
});
