import type { AdsDashboard, Measures } from '../../api/types';
import { daysBetween } from '../../format/dates';
import { change, count, percent, times } from '../../format/numbers';
import { Money } from '../../ui/Money';
import { Tile, Tiles } from '../../ui/Tile';

/** The figures of the range, each beside the same number of days before. */
export function AdsTiles({ dashboard }: { dashboard: AdsDashboard }) {
  const { totals, previous, months, currency, asOf } = dashboard;
  const days = daysBetween(dashboard.from, dashboard.to);
  const against = days === 1 ? 'the day before' : `the ${count(days)} days before`;

  const changeOf = (figure: (of: Measures) => number | null, good: 'up' | 'down' | 'either') => ({
    of: change(figure(totals), figure(previous)), against, good, whyMissing: `There is nothing in ${against} to compare with.`,
  });
  const trendOf = (figure: (of: Measures) => number | null) => months.map(figure);

  return (
    <Tiles label="Key figures">
      <Tile id="spend" explain="ads.spend" label="Ad spend" exact={totals.spend} unit={currency} asOf={asOf} change={changeOf((of) => of.spend, 'either')} trend={trendOf((of) => of.spend)}>
        <Money value={totals.spend} currency={currency} />
      </Tile>
      <Tile
        id="revenue" explain="ads.revenue" label="Revenue attributed" exact={totals.attributedRevenue} unit={currency} asOf={asOf}
        change={changeOf((of) => of.attributedRevenue, 'up')} trend={trendOf((of) => of.attributedRevenue)}
      >
        <Money value={totals.attributedRevenue} currency={currency} />
      </Tile>
      <Tile
        id="roas" explain="ads.roas" label="Return on ad spend" exact={totals.roas} unit="revenue ÷ spend" asOf={asOf} whyMissing="Nothing was spent, so there is no return to divide."
        change={changeOf((of) => of.roas, 'up')} trend={trendOf((of) => of.roas)}
      >
        {times(totals.roas)}
      </Tile>
      <Tile id="campaigns" explain="ads.campaigns" label="Campaigns" exact={dashboard.campaigns} unit="with spend" asOf={asOf}>
        {count(dashboard.campaigns)}
      </Tile>
      <Tile id="leads" explain="ads.leads" label="Leads" exact={totals.leads} unit="without spam" asOf={asOf} change={changeOf((of) => of.leads, 'up')} trend={trendOf((of) => of.leads)}>
        {count(totals.leads)}
      </Tile>
      <Tile
        id="cost-per-lead" explain="ads.cost-per-lead" label="Cost per lead" exact={totals.costPerLead} unit={`${currency}, paid leads`} asOf={asOf}
        whyMissing="No lead came from a campaign, so there is nothing to divide the spend by."
        change={changeOf((of) => of.costPerLead, 'down')} trend={trendOf((of) => of.costPerLead)}
      >
        <Money value={totals.costPerLead ?? 0} currency={currency} />
      </Tile>
      <Tile
        id="conversion" explain="ads.conversion" label="Conversion" exact={totals.conversion} unit="deals ÷ leads" asOf={asOf} whyMissing="There were no leads, so nothing could convert."
        change={changeOf((of) => of.conversion, 'up')} trend={trendOf((of) => of.conversion)}
      >
        {percent(totals.conversion)}
      </Tile>
      <Tile id="calls" explain="ads.calls" label="Intro calls" exact={totals.calls} unit="held or booked" asOf={asOf} change={changeOf((of) => of.calls, 'up')} trend={trendOf((of) => of.calls)}>
        {count(totals.calls)}
      </Tile>
    </Tiles>
  );
}
