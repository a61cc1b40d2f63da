import type { DocumentDetails, DocumentItem, PriceContent, PriceList, PriceSummary, Signature, Templates } from '../api/documents';

/** What Documents answers in tests of pages; each test says what differs. */
export const item: DocumentItem = {
  id: 'd-1', kind: 'contract', title: 'Development Agreement – Maison Verre', state: 'ready', version: 2, step: null, requestedBy: 'Ada Field', requestedAt: '2026-11-20T10:00:00Z',
  finishedAt: '2026-11-20T10:00:04Z', total: 5250, currency: 'USD', files: [{ format: 'office', name: 'Agreement.docx', bytes: 84_211 }, { format: 'pdf', name: 'Agreement.pdf', bytes: 1_412_300 }],
  signature: null,
};

export const prices: PriceSummary = {
  lines: [{ name: 'Column gown', quantity: 1, unit: 'style', unitPrice: 5250, amount: 5250, free: false }], subtotal: 5250, discount: 0, total: 5250, currency: 'USD', complimentary: 0, deposit: null, balance: null,
};

export const details: DocumentDetails = {
  ...item, prices, attempts: 1, failedAttempts: [], queuePosition: null, reason: null, wayOut: null, leadId: null, dealId: null, startedAt: '2026-11-20T10:00:01Z', erasedAt: null,
  inputs: {
    agreement: 'development', client: { company: 'Maison Verre', contact: 'Ada Verre', email: 'ada@maisonverre.example' },
    project: { name: 'Spring 2026', startsOn: '2026-01-12', styles: [{ name: 'Column gown', quantity: 1, price: 5250 }] },
  },
  versions: [
    { id: 'd-1', version: 2, state: 'ready', requestedBy: 'Ada Field', requestedAt: '2026-11-20T10:00:00Z', total: 5250, currency: 'USD' },
    { id: 'd-0', version: 1, state: 'ready', requestedBy: 'Ada Field', requestedAt: '2026-11-19T10:00:00Z', total: 4800, currency: 'USD' },
  ],
};

export const content: PriceContent = {
  name: 'Development prices 2025', currency: 'USD', house: { signatoryName: 'Elena Marchetti', jurisdiction: 'the State of California' },
  complexities: [{ code: 'simple', name: 'Simple', multiplier: 1 }, { code: 'couture', name: 'Couture', multiplier: 2.25 }],
  items: [
    { code: 'toile', name: 'Toile in muslin', group: 'Samples', unit: 'piece', unitPrice: 620 },
    { code: 'cut-sew', name: 'Cut and sew', group: 'Production', unit: 'piece', unitPrice: 185, tiers: [{ from: 25, unitPrice: 148.5 }, { from: 100, unitPrice: 118.75 }] },
  ],
  packages: [{ code: 'signature', name: 'Signature', summary: 'Two rounds of sampling.', pricePerStyle: 5250, includes: [{ item: 'toile', quantity: 1 }] }],
  services: [{ code: 'design', name: 'Design', points: [] }],
};

export function priceListOf(version: number, change: Partial<PriceList> = {}): PriceList {
  return { version, content, note: '', createdBy: 'Ada Field', createdAt: '2026-11-20T10:00:00Z', ...change };
}

const choice = (code: string, name: string) => ({ code, name, description: null });

export const templates: Templates = {
  kinds: [], agreements: [choice('development', 'Development Agreement'), choice('production', 'Production Agreement')], schedules: [choice('payment', 'Payment schedule')],
  balanceDue: [choice('before-shipment', 'Before shipment'), choice('net-30', 'Net 30')], categories: [{ code: 'swim', name: 'Swim', ink: '#12333B', ground: '#F1F5F3', accent: '#C08A5B' }],
  complexities: [], packages: [], services: [choice('design', 'Design')],
};

export const signature: Signature = {
  state: 'sent', round: 1, subject: null, message: null, requestedBy: 'Ada Field', requestedAt: '2026-11-20T11:00:00Z', sentAt: '2026-11-20T11:00:05Z', finishedAt: null, reason: null, wayOut: null,
  signers: [
    { role: 'Client', name: 'Ada Verre', email: 'ada@maisonverre.example', state: 'signed', changedAt: '2026-11-20T12:00:00Z', reason: null },
    { role: 'House', name: 'Elena Marchetti', email: 'elena@teg.example', state: 'invited', changedAt: '2026-11-20T12:00:05Z', reason: null },
  ],
  events: [
    { kind: 'requested', role: null, detail: 'Ada Field', at: '2026-11-20T11:00:00Z' }, { kind: 'told', role: null, detail: 'document.update', at: '2026-11-20T12:00:00Z' },
    { kind: 'signed', role: 'Client', detail: null, at: '2026-11-20T12:00:00Z' },
  ],
};
