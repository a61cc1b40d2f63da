import type { LeadTotals, NewLeads } from '../../api/types';
import { daysBetween } from '../../format/dates';
import { change, count, percent } from '../../format/numbers';
import { Tile, Tiles } from '../../ui/Tile';

interface LeadTilesProps {
  answer: NewLeads;
  against: 'before' | 'last-year';
}

/** The figures of the range, each beside the days before or the same days last year. What became of the leads is counted with the day they wrote. */
export function LeadTiles({ answer, against }: LeadTilesProps) {
  const { totals, asOf, weeks } = answer;
  const days = daysBetween(answer.from, answer.to);
  const other = against === 'last-year' ? answer.lastYear : answer.previous;
  const words = against === 'last-year' ? 'the same days last year' : days === 1 ? 'the day before' : `the ${count(days)} days before`;
  const whole = weeks.filter((week) => week.days === 7);

  const changeOf = (figure: (of: LeadTotals) => number | null, good: 'up' | 'down' | 'either') => ({
    of: change(figure(totals), other && figure(other)), against: words, good, whyMissing: `The data has nothing of ${words} to compare with.`,
  });

  return (
    <Tiles label="Key figures">
      <Tile
        id="leads" explain="new-leads.leads" label="New leads" exact={totals.leads} unit="without spam and rejected" asOf={asOf} change={changeOf((of) => of.leads, 'up')} trend={whole.map((week) => week.leads)}
      >
        {count(totals.leads)}
      </Tile>
      <Tile
        id="qualified" explain="new-leads.qualified" label="Qualified" exact={totals.qualified} unit="by the board's own column" asOf={asOf} change={changeOf((of) => of.qualified, 'up')}
        trend={whole.map((week) => week.qualified)}
      >
        {count(totals.qualified)}
      </Tile>
      <Tile
        id="closed" explain="new-leads.closed" label="Closed" exact={totals.closed} unit="of the new leads, so far" asOf={asOf} change={changeOf((of) => of.closed, 'up')} trend={whole.map((week) => week.closed)}
      >
        {count(totals.closed)}
      </Tile>
      <Tile
        id="conversion" explain="new-leads.conversion" label="Conversion" exact={totals.conversion} unit="closed ÷ new leads, so far" asOf={asOf} whyMissing="There were no leads, so none could close."
        change={changeOf((of) => of.conversion, 'up')}
      >
        {percent(totals.conversion)}
      </Tile>
      <Tile
        id="days-to-close" explain="new-leads.days-to-close" label="Days to close" exact={totals.medianDaysToClose} unit="median, to the first deal won" asOf={asOf} whyMissing="None of these leads has won a deal yet."
        change={changeOf((of) => of.medianDaysToClose, 'down')}
      >
        {totals.medianDaysToClose}
      </Tile>
      <Tile
        id="received" explain="new-leads.received" label="Received" exact={totals.received} unit="everybody, once each" asOf={asOf} change={changeOf((of) => of.received, 'either')} trend={whole.map((week) => week.received)}
      >
        {count(totals.received)}
      </Tile>
      <Tile
        id="rejected" explain="new-leads.rejected" label="Rejected" exact={totals.rejected} unit="not a fit, left out" asOf={asOf} change={changeOf((of) => of.rejected, 'down')} trend={whole.map((week) => week.rejected)}
      >
        {count(totals.rejected)}
      </Tile>
      <Tile id="spam" explain="new-leads.spam" label="Spam" exact={totals.spam} unit="left out" asOf={asOf} change={changeOf((of) => of.spam, 'down')} trend={whole.map((week) => week.spam)}>
        {count(totals.spam)}
      </Tile>
    </Tiles>
  );
}
