import type { AdsDashboard, Measures } from '../../api/types';
import { daysBetween } from '../../format/dates';
import { change, count, money, percent, times } from '../../format/numbers';
import { type Against, againstWords } from '../../ui/AgainstChoice';
import { Money } from '../../ui/Money';
import type { Target } from '../../ui/TargetMark';
import { Tile, Tiles } from '../../ui/Tile';

/** The figures of the range, each beside the days before or the same days last year, and beside its target. */
export function AdsTiles({ dashboard, against: choice }: { dashboard: AdsDashboard; against: Against }) {
  const { totals, targets, months, currency, asOf } = dashboard;
  const against = againstWords(choice, daysBetween(dashboard.from, dashboard.to));
  const other = choice === 'last-year' ? dashboard.lastYear : dashboard.previous;

  const changeOf = (figure: (of: Measures) => number | null, good: 'up' | 'down' | 'either') => ({
    of: change(figure(totals), other && figure(other)), against, good, whyMissing: `The data has nothing of ${against} to compare with.`,
  });
  const targetOf = (figure: number | null, target: number | null | undefined, of: (value: number) => string, is: Target['is']): Target | undefined =>
    target === null || target === undefined ? undefined : { share: figure === null ? null : figure / target, of: of(target), is };
  const trendOf = (figure: (of: Measures) => number | null) => months.map(figure);

  return (
    <Tiles label="Key figures">
      <Tile
        id="spend" explain="ads.spend" label="Ad spend" exact={totals.spend} unit={currency} asOf={asOf} change={changeOf((of) => of.spend, 'either')} trend={trendOf((of) => of.spend)}
        target={targetOf(totals.spend, targets?.spend, (value) => money(value, currency), 'limit')}
      >
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
        change={changeOf((of) => of.roas, 'up')} trend={trendOf((of) => of.roas)} target={targetOf(totals.roas, targets?.roas, times, 'aim')}
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
        target={targetOf(totals.costPerLead, targets?.costPerLead, (value) => money(value, currency), 'limit')}
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
