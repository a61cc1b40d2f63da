import type { Explanation } from '../api/types';
import { count, money } from '../format/numbers';
import { DataTable } from '../ui/DataTable';
import classes from './ExplainDrawer.module.css';

interface LeftOutProps {
  title: string;
  exclusions: Explanation['exclusions'];
  currency: string;
}

/** What was looked at and is not in the figure. */
export function LeftOut({ title, exclusions, currency }: LeftOutProps) {
  const amounts = exclusions.some(({ amount }) => amount !== null);

  return (
    <section className={classes.part} aria-label={title}>
      <h3 className={classes.heading}>{title}</h3>
      {exclusions.length === 0 ? (
        <p className={classes.about}>Nothing was left out.</p>
      ) : (
        <DataTable
          label={title}
          columns={[
            { id: 'why', header: 'What', cell: (row) => row.why },
            { id: 'count', header: 'How many', align: 'right', cell: (row) => count(row.count) },
            ...(amounts ? [{ id: 'amount', header: 'Amount', align: 'right' as const, cell: (row: (typeof exclusions)[number]) => (row.amount === null ? '' : money(row.amount, currency)) }] : []),
          ]}
          rows={exclusions}
          keyOf={(row) => row.why}
          flush
          wrap
          testId="table-left-out"
        />
      )}
    </section>
  );
}
