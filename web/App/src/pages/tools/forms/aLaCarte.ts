import { Faults } from './faults';
import { type RowTemplates, valueAt } from './inputs';
import { emptyDiscount, faultsOfDiscount } from './workbook';

/** Either an item of the price list, or something of its own with a name and a price. */
export const emptyOwnLine = {
  item: '', name: '', description: '', unit: '', quantity: 1 as number | string, price: '' as number | string, free: false,
};

export const emptyALaCarte = {
  client: { company: '', contact: '', email: '' },
  project: { name: '' },
  lines: [emptyOwnLine],
  discount: emptyDiscount,
  notes: '',
  date: '',
};

export type ALaCarteDraft = typeof emptyALaCarte;
export type OwnLine = typeof emptyOwnLine;

export const aLaCarteRows: RowTemplates = { lines: emptyOwnLine };

export function faultsOfALaCarte(draft: ALaCarteDraft): Record<string, string> {
  const faults = new Faults(draft)
    .needed('client.company', 'Who the offer is for.')
    .email('client.email')
    .needed('project.name', 'Give the project a name.')
    .day('date');
  faultsOfDiscount(faults, draft.discount);

  faults.rows('lines', aLaCarteRows, (row) => {
    const { item, name, unit, price } = valueAt(draft, row) as OwnLine;
    const isOwn = item === '' && (name.trim() !== '' || unit.trim() !== '');
    faults
      .must(isOwn ? `${row}.name` : `${row}.item`, item !== '' || name.trim() !== '', isOwn ? 'Write what it is.' : 'Choose an item.')
      .must(`${row}.price`, !isOwn || price !== '', 'What is not on the price list needs a price.')
      .amount(`${row}.price`)
      .number(`${row}.quantity`, 0.01, 100_000, 'More than 0, and at most 100,000.');
  }, { least: 1 });
  return faults.found;
}
