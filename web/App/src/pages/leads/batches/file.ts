import type { BatchColumn } from '../../../api/qualifier';

export const mostBytes = 10 * 1024 * 1024;

/** Why a file is not even sent; null when it may go. The service looks into it again. */
export function refusalOf(file: { name: string; size: number }): string | null {
  if (!/\.(xlsx|csv)$/i.test(file.name)) {
    return `${file.name} is neither Excel (.xlsx) nor CSV. Open it in Excel and save it as one of them.`;
  }

  if (file.size === 0) {
    return `${file.name} is empty.`;
  }

  return file.size > mostBytes ? `${file.name} is larger than 10 MB. Split it into several files.` : null;
}

export const columnWords: Record<NonNullable<BatchColumn['usedAs']>, string> = {
  name: 'Name', email: 'E-mail', project: 'Description of the project', budget: 'Budget', styles: 'Number of styles',
};

/** A small file that shows how one should look. Its people are nobody. */
export const example = [
  'Name,E-mail,Project description,Budget,Styles',
  '"Clara Weiss",clara@example.com,"Bridal capsule of eight silk gowns, 40 pieces each, first samples in March","$12,000",8',
  '"Tom Ford-Hale",tom@example.com,"Printed T-shirts for a company event, as cheap as possible",$900,1',
  '"Amira Haddad",amira@example.com,"Couture evening line, hand embroidery, 12 looks for a Paris showroom","$25,000 – $40,000",12',
  '',
].join('\r\n');
