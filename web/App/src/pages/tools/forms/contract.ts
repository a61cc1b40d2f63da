import { Faults } from './faults';
import type { RowTemplates } from './inputs';

export const emptyStyle = { name: '', category: '', quantity: 1 as number | string, price: '' as number | string };

export const emptyContract = {
  agreement: 'development',
  client: { company: '', contact: '', title: '', email: '', address: { street: '', city: '', region: '', postalCode: '', country: '' } },
  project: { name: '', description: '', startsOn: '', deliversOn: '', styles: [emptyStyle] },
  terms: { deposit: 50 as number | string, balanceDue: 'before-shipment', currency: '', governingLaw: '', notes: '' },
  schedules: ['payment', 'deliverables', 'specifications'],
  signatory: { name: '', title: '', imageId: '' },
  date: '',
};

export type ContractDraft = typeof emptyContract;

export const contractRows: RowTemplates = { 'project.styles': emptyStyle };

export function faultsOfContract(draft: ContractDraft): Record<string, string> {
  const faults = new Faults(draft)
    .needed('agreement', 'Choose an agreement.')
    .needed('client.company', 'Who the contract is with.')
    .needed('client.contact', 'Who signs for the client.')
    .needed('client.email', 'The contract is sent there.')
    .email('client.email')
    .needed('project.name', 'Give the project a name.')
    .needed('project.startsOn', 'Choose a day.')
    .day('project.startsOn')
    .day('project.deliversOn')
    .must('project.deliversOn', draft.project.deliversOn === '' || draft.project.deliversOn >= draft.project.startsOn, 'Not before it starts.')
    .number('terms.deposit', 0, 100, 'From 0 to 100 percent.')
    .must('terms.currency', /^([a-z]{3})?$/i.test(draft.terms.currency.trim()), 'Three letters, as in USD.')
    .day('date');

  faults.rows('project.styles', contractRows, (row) => {
    faults.needed(`${row}.name`, 'Name the style.').needed(`${row}.price`, 'Write a price, 0 if it is free.').amount(`${row}.price`).number(`${row}.quantity`, 0.01, 100_000, 'More than 0, and at most 100,000.');
  }, { least: 1 });
  return faults.found;
}
