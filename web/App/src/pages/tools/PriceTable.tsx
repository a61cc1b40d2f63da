import type { PriceSummary } from '../../api/documents';
import { money } from '../../format/numbers';
import classes from './PriceTable.module.css';

/** Lines with their amounts, and what they come to. */
export function PriceTable({ prices, short = false }: { prices: PriceSummary; short?: boolean }) {
  const { lines, subtotal, discount, total, currency, complimentary, deposit, balance } = prices;
  const sums: [string, number][] = [
    ...(discount > 0 ? [['Subtotal', subtotal], ['Discount', -discount]] as [string, number][] : []),
    ...(short ? [] : [['Total', total]] as [string, number][]),
  ];
  const terms: [string, number | null][] = [['Given free', complimentary > 0 ? complimentary : null], ['Deposit', deposit], ['Balance', balance]];

  return (
    <table className={classes.table} data-testid="prices">
      <caption className={classes.caption}>Prices</caption>
      <thead className={classes.caption}>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index}>
            <th scope="row">
              {line.name}
              <span className={classes.quantity}>
                {quantityOf(line.quantity)} {line.unit ? `${line.unit} ` : ''}× {money(line.unitPrice, currency)}
              </span>
            </th>
            <td>{line.free ? <span className={classes.free}>free</span> : money(line.amount, currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {sums.map(([name, amount]) => (
          <tr key={name} data-total={name === 'Total' || undefined}>
            <th scope="row">{name}</th>
            <td>{money(amount, currency)}</td>
          </tr>
        ))}
        {terms.map(([name, amount]) => amount !== null && (
          <tr key={name} className={classes.term}>
            <th scope="row">{name}</th>
            <td>{money(amount, currency)}</td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
}

/** 2 or 1.5, without the noughts. */
export function quantityOf(quantity: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(quantity);
}
