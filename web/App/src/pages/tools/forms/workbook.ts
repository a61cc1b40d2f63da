import { Faults } from './faults';
import type { RowTemplates } from './inputs';

export const emptyDiscount = { percent: '' as number | string, amount: '' as number | string, reason: '' };
export const emptyWorkbookStyle = { name: '', category: '', complexity: '', quantity: 1 as number | string };
export const emptyLine = { item: '', quantity: 1 as number | string, price: '' as number | string };

export const emptyWorkbook = {
  client: { company: '', contact: '', email: '' },
  project: { name: '' },
  package: '',
  styles: [emptyWorkbookStyle],
  lines: [] as (typeof emptyLine)[],
  discount: emptyDiscount,
  notes: '',
  date: '',
};

export type WorkbookDraft = typeof emptyWorkbook;

export const workbookRows: RowTemplates = { styles: emptyWorkbookStyle, lines: emptyLine };

export function faultsOfWorkbook(draft: WorkbookDraft): Record<string, string> {
  const faults = new Faults(draft)
    .needed('client.company', 'Who the workbook is for.')
    .email('client.email')
    .needed('project.name', 'Give the project a name.')
    .needed('package', 'Choose a package.')
    .day('date');
  faultsOfDiscount(faults, draft.discount);

  faults
    .rows('styles', workbookRows, (row) => {
      faults.needed(`${row}.name`, 'Name the style.').number(`${row}.quantity`, 1, 1000, 'A whole number from 1 to 1,000.');
    }, { least: 1 })
    .rows('lines', workbookRows, (row) => {
      faults.needed(`${row}.item`, 'Choose an item.').number(`${row}.quantity`, 0.01, 100_000, 'More than 0, and at most 100,000.').amount(`${row}.price`);
    });
  return faults.found;
}

export function faultsOfDiscount(faults: Faults, { percent, amount }: typeof emptyDiscount) {
  faults
    .number('discount.percent', 0, 100, 'From 0 to 100.')
    .amount('discount.amount')
    .must('discount.amount', percent === '' || amount === '', 'Either a percentage or an amount.');
}
