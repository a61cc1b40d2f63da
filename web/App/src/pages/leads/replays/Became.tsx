import type { ReplayCell } from '../../../api/qualifier';
import { count, money } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { type Fate, fateOf, movesOf } from './words';
import classes from './ReplayPage.module.css';

const ways = [
  { id: 'up', label: 'Would have risen' },
  { id: 'down', label: 'Would have fallen' },
  { id: 'same', label: 'Would have stayed' },
] as const;

interface Row extends Fate {
  id: string;
  label: string;
}

/** What really became of those a change would have moved: whether it is worth making. */
export function Became({ cells }: { cells: readonly ReplayCell[] }) {
  const currency = cells[0]?.currency ?? 'USD';
  const rows: Row[] = ways.map(({ id, label }) => ({ id, label, ...fateOf(cells, id) }));
  const moves = movesOf(cells);

  return (
    <Card title="What became of them" about="People, not enquiries: who wrote twice counts once, where they wrote last." testId="replay-became">
      {moves.length > 0 && (
        <div className={form.inside}>
          <ul className={classes.sentences}>
            {moves.map(({ from, to, sentence }) => (
              <li key={`${from} ${to}`} data-way={to > from ? 'up' : 'down'}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      <DataTable
        label="What became of them"
        columns={[
          { id: 'way', header: 'Enquiries that', cell: ({ label }) => label },
          { id: 'enquiries', header: 'Enquiries', align: 'right', cell: ({ enquiries }) => count(enquiries) },
          { id: 'leads', header: 'Leads', align: 'right', cell: ({ leads }) => count(leads) },
          { id: 'calls', header: 'Booked a call', align: 'right', cell: ({ callsBooked }) => count(callsBooked) },
          { id: 'clients', header: 'Became clients', align: 'right', cell: ({ clients }) => count(clients) },
          { id: 'amount', header: 'Worth', align: 'right', cell: ({ amount }) => money(amount, currency) },
        ]}
        rows={rows}
        keyOf={({ id }) => id}
        testId="table-became"
      />
    </Card>
  );
}
