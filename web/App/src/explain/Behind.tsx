import { Link } from '@tanstack/react-router';
import type { Explanation, Verdict } from '../api/types';
import { CertificateMark } from '../pages/data/CertificateMark';
import { DataTable } from '../ui/DataTable';
import { Missing } from '../ui/Missing';
import { When } from '../ui/When';
import classes from './ExplainDrawer.module.css';

const vendors: Record<string, string> = { monday: 'Monday', calendly: 'Calendly', 'google-ads': 'Google Ads' };

/** Where the facts come from: the last published run of each source, and whether its counts and sums are the source's own. */
export function Behind({ sources }: { sources: Explanation['sources'] }) {
  return (
    <section className={classes.part} aria-label="Where it comes from">
      <h3 className={classes.heading}>Where it comes from</h3>
      {sources.length === 0 ? (
        <p className={classes.about}>No source of these facts is connected yet.</p>
      ) : (
        <DataTable
          label="Where it comes from"
          columns={[
            { id: 'name', header: 'Source', cell: ({ kind, name }) => (vendors[kind] === undefined || vendors[kind] === name ? name : `${name} (${vendors[kind]})`) },
            {
              id: 'published', header: 'Last published',
              cell: ({ kind, publishedAt }) => (kind === 'enquiries' ? 'as each enquiry comes in' : <When instant={publishedAt} why="Nothing of it has been published yet." />),
            },
            {
              id: 'certificate', header: 'Certificate',
              cell: ({ run }) => (run?.verdict == null ? <Missing why="There is no certificate to show." /> : <CertificateMark verdict={run.verdict as Verdict} />),
            },
            {
              id: 'run', header: 'Refresh',
              cell: ({ run }) => (run === null ? <Missing why="There is no refresh to show." /> : <Link to="/data" search={{ run: run.id }} className={classes.run}>Open</Link>),
            },
          ]}
          rows={sources}
          keyOf={(row) => `${row.kind} ${row.name}`}
          flush
          testId="table-behind"
        />
      )}
    </section>
  );
}
