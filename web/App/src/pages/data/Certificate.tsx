import type { CertificateLine, Run } from '../../api/types';
import { DataTable } from '../../ui/DataTable';
import { Missing } from '../../ui/Missing';
import { Status } from '../../ui/Status';
import { CertificateMark } from './CertificateMark';
import classes from './Certificate.module.css';

const figures = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const sums = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The source's own counts and sums against ours. */
export function Certificate({ certificate }: { certificate: Run['certificate'] }) {
  if (certificate === null) {
    return <p className={classes.none}>There is no certificate: the run ended before it was published, or goes on.</p>;
  }

  return (
    <section aria-label="Certificate" className={classes.certificate}>
      <h3 className={classes.heading}>
        Certificate <CertificateMark verdict={certificate.verdict} />
      </h3>
      <p className={classes.about}>
        {certificate.verdict === 'equal'
          ? 'What the source counts and sums is what is stored here.'
          : 'Source and store differ. A full refresh settles it; if it does not, the rows named below need a look at the source.'}
      </p>
      <DataTable
        label="Certificate"
        columns={[
          { id: 'label', header: 'Measure', cell: (row) => `${row.name}: ${row.label}` },
          { id: 'source', header: 'Source', align: 'right', cell: (row) => row.source === null ? <Missing why="The source does not say." /> : figureOf(row, row.source) },
          { id: 'ours', header: 'Ours', align: 'right', cell: (row) => figureOf(row, row.ours) },
          { id: 'difference', header: 'Difference', align: 'right', cell: (row) => <Difference row={row} /> },
        ]}
        rows={certificate.lines}
        keyOf={(row) => `${row.stream} ${row.name} ${row.label}`}
        flush
        testId="table-certificate"
      />
    </section>
  );
}

function Difference({ row }: { row: CertificateLine }) {
  if (row.difference === null) {
    return <Missing why="The source does not say, so there is nothing to compare." />;
  }

  return row.difference === 0 ? <Status tone="good">0</Status> : <Status tone="bad">{figureOf(row, row.difference)}</Status>;
}

function figureOf({ measure }: CertificateLine, value: number): string {
  return measure === 'sum' ? sums.format(value) : figures.format(value);
}
