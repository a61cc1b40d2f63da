import type { Comparison, PriceLine } from '../../../api/documents';
import { change, money } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { Change } from '../../../ui/Change';
import { DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { None } from '../../settings/None';
import { quantityOf } from '../PriceTable';
import { lineChanges } from './changes';
import classes from './Comparison.module.css';

/** What it came to, what it comes to, and the lines that differ. */
export function PriceChanges({ prices: { from, to }, sides }: { prices: Comparison['prices']; sides: readonly [string, string] }) {
  const lines = lineChanges(from, to);
  if (from === null && to === null) {
    return null;
  }

  return (
    <Card title="Prices" testId="price-changes">
      <div className={form.inside}>
        <dl className={classes.totals}>
          <div>
            <dt>{sides[0]}</dt>
            <dd>{from ? money(from.total, from.currency) : 'no total'}</dd>
          </div>
          <div>
            <dt>{sides[1]}</dt>
            <dd>
              {to ? money(to.total, to.currency) : 'no total'}
              {from && to && from.currency === to.currency && <Change of={change(to.total, from.total)} against={sides[0].toLowerCase()} good="either" whyMissing="There is nothing to compare with." />}
            </dd>
          </div>
        </dl>
      </div>
      {lines.length === 0 ? (
        <None>Every line costs the same.</None>
      ) : (
        <DataTable
          label="Lines that differ"
          columns={[
            { id: 'name', header: 'Line', cell: ({ name }) => name },
            { id: 'from', header: sides[0], align: 'right', cell: (row) => <Line of={row.from} currency={from?.currency} none="not there" /> },
            { id: 'to', header: sides[1], align: 'right', cell: (row) => <Line of={row.to} currency={to?.currency} none="removed" /> },
          ]}
          rows={lines}
          keyOf={({ name }) => `${name} ${lines.findIndex((line) => line.name === name)}`}
          testId="table-lines"
        />
      )}
    </Card>
  );
}

function Line({ of, currency, none }: { of: PriceLine | null; currency: string | undefined; none: string }) {
  return of && currency ? (
    <>
      {of.free ? 'free' : money(of.amount, currency)}
      <span className={form.sub}>{quantityOf(of.quantity)} × {money(of.unitPrice, currency)}</span>
    </>
  ) : (
    <span className={form.quiet}>{none}</span>
  );
}
