import type { SalesDashboard } from '../../api/types';
import { daysBetween, formatRange } from '../../format/dates';
import { change, count, money } from '../../format/numbers';
import { type Against, againstWords } from '../../ui/AgainstChoice';
import { Money } from '../../ui/Money';
import type { Target } from '../../ui/TargetMark';
import { Tile, Tiles } from '../../ui/Tile';

const tooEarly = 'The data does not reach back that far, so there is nothing to compare with.';

/** Year and month to date stand by themselves; range and average follow the filter's days. */
export function SalesTiles({ dashboard, against }: { dashboard: SalesDashboard; against: Against }) {
  const { ytd, mtd, total, currency, asOf } = dashboard;
  const before = againstWords(against, daysBetween(dashboard.from, dashboard.to));
  const other = against === 'last-year' ? dashboard.lastYear : dashboard.previous;
  const targetOf = (revenue: number, target: number | null): Target | undefined =>
    target === null ? undefined : { share: revenue / target, of: money(target, currency), is: 'aim' };

  return (
    <Tiles label="Key figures">
      <Tile
        id="ytd" explain="sales.ytd" label="Year to date" exact={ytd.revenue} unit={`${currency} · ${dealsOf(ytd.deals)}`} asOf={asOf}
        change={{ of: change(ytd.revenue, ytd.previousRevenue), against: 'the same days last year', good: 'up', whyMissing: tooEarly }}
        target={targetOf(ytd.revenue, ytd.revenueTarget)}
      >
        <Money value={ytd.revenue} currency={currency} />
      </Tile>
      <Tile
        id="mtd" explain="sales.mtd" label="Month to date" exact={mtd.revenue} unit={`${currency} · ${dealsOf(mtd.deals)}`} asOf={asOf}
        change={{
          of: change(mtd.revenue, against === 'last-year' ? mtd.lastYearRevenue : mtd.previousRevenue), against: against === 'last-year' ? 'the same days last year' : 'the same days last month',
          good: 'up', whyMissing: tooEarly,
        }}
        target={targetOf(mtd.revenue, mtd.revenueTarget)}
      >
        <Money value={mtd.revenue} currency={currency} />
      </Tile>
      <Tile
        id="revenue" explain="sales.revenue" label={formatRange(dashboard.from, dashboard.to)} exact={total.revenue} unit={`${currency} · ${dealsOf(total.deals)}`} asOf={asOf}
        change={{ of: change(total.revenue, other?.revenue), against: before, good: 'up', whyMissing: tooEarly }}
        trend={dashboard.byPeriod.map(({ revenue }) => revenue)} target={targetOf(total.revenue, dashboard.revenueTarget)}
      >
        <Money value={total.revenue} currency={currency} />
      </Tile>
      <Tile
        id="average-deal" explain="sales.average-deal" label="Average deal" exact={total.averageDeal} unit="revenue ÷ deals" asOf={asOf} whyMissing="No deal was won in these days."
        change={{ of: change(total.averageDeal, other?.averageDeal), against: before, good: 'up', whyMissing: tooEarly }}
      >
        <Money value={total.averageDeal ?? 0} currency={currency} />
      </Tile>
    </Tiles>
  );
}

function dealsOf(deals: number): string {
  return deals === 1 ? '1 deal' : `${count(deals)} deals`;
}
