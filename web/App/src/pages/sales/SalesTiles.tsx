import type { SalesDashboard } from '../../api/types';
import { daysBetween, formatRange } from '../../format/dates';
import { change, count } from '../../format/numbers';
import { Money } from '../../ui/Money';
import { Tile, Tiles } from '../../ui/Tile';

const tooEarly = 'The data does not reach back that far, so there is nothing to compare with.';

/** Year and month to date stand by themselves; range and average follow the filter's days. */
export function SalesTiles({ dashboard }: { dashboard: SalesDashboard }) {
  const { ytd, mtd, total, previous, currency, asOf } = dashboard;
  const days = daysBetween(dashboard.from, dashboard.to);
  const before = days === 1 ? 'the day before' : `the ${count(days)} days before`;

  return (
    <Tiles label="Key figures">
      <Tile
        id="ytd" explain="sales.ytd" label="Year to date" exact={ytd.revenue} unit={`${currency} · ${dealsOf(ytd.deals)}`} asOf={asOf}
        change={{ of: change(ytd.revenue, ytd.previousRevenue), against: 'the same days last year', good: 'up', whyMissing: tooEarly }}
      >
        <Money value={ytd.revenue} currency={currency} />
      </Tile>
      <Tile
        id="mtd" explain="sales.mtd" label="Month to date" exact={mtd.revenue} unit={`${currency} · ${dealsOf(mtd.deals)}`} asOf={asOf}
        change={{ of: change(mtd.revenue, mtd.previousRevenue), against: 'the same days last month', good: 'up', whyMissing: tooEarly }}
      >
        <Money value={mtd.revenue} currency={currency} />
      </Tile>
      <Tile
        id="revenue" explain="sales.revenue" label={formatRange(dashboard.from, dashboard.to)} exact={total.revenue} unit={`${currency} · ${dealsOf(total.deals)}`} asOf={asOf}
        change={{ of: change(total.revenue, previous?.revenue), against: before, good: 'up', whyMissing: tooEarly }}
        trend={dashboard.byPeriod.map(({ revenue }) => revenue)}
      >
        <Money value={total.revenue} currency={currency} />
      </Tile>
      <Tile
        id="average-deal" explain="sales.average-deal" label="Average deal" exact={total.averageDeal} unit="revenue ÷ deals" asOf={asOf} whyMissing="No deal was won in these days."
        change={{ of: change(total.averageDeal, previous?.averageDeal), against: before, good: 'up', whyMissing: tooEarly }}
      >
        <Money value={total.averageDeal ?? 0} currency={currency} />
      </Tile>
    </Tiles>
  );
}

function dealsOf(deals: number): string {
  return deals === 1 ? '1 deal' : `${count(deals)} deals`;
}
