import type { BatchColumn } from '../../../api/qualifier';
import { Card } from '../../../ui/Card';
import { DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { Status } from '../../../ui/Status';
import { columnWords } from './file';

/** As what each column of the file was read. */
export function Columns({ columns }: { columns: readonly BatchColumn[] }) {
  return (
    <Card title="Columns" about="Recognised by their names. To change that, rename one in the file and upload it again." testId="batch-columns">
      <DataTable
        label="Columns of the file"
        columns={[
          { id: 'header', header: 'In the file', cell: ({ header }) => header },
          { id: 'usedAs', header: 'Read as', cell: ({ usedAs }) => (usedAs === null ? <span className={form.quiet}>carried through</span> : <Status tone="good">{columnWords[usedAs]}</Status>) },
        ]}
        rows={columns}
        keyOf={({ header }) => header}
        testId="table-columns"
      />
    </Card>
  );
}
