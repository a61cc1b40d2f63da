import { SegmentedControl } from '@mantine/core';
import type { CallMeasures, CallsDashboard, CallTotals } from '../../api/types';
import type { CallsSearch } from '../../filters/search';
import { daysBetween } from '../../format/dates';
import { change, count, percent } from '../../format/numbers';
import { Tile, Tiles } from '../../ui/Tile';
import classes from './Calls.module.css';
import { daysWords } from './words';

interface CallsTilesProps {
  dashboard: CallsDashboard;
  against: CallsSearch['against'];
  onAgainst: (against: CallsSearch['against']) => void;
}

/** Booked counts calls on the day they were booked; everything else on the day they start. */
export function CallsTiles({ dashboard, against, onAgainst }: CallsTilesProps) {
  const { totals, previous, lastYear, months, asOf } = dashboard;
  const days = daysBetween(dashboard.from, dashboard.to);
  const before = against === 'last-year' ? lastYear : previous;
  const words = against === 'last-year' ? 'the same days last year' : days === 1 ? 'the day before' : `the ${count(days)} days before`;

  const changeOf = (figure: (of: CallTotals) => number | null, good: 'up' | 'down' | 'either') => ({
    of: change(figure(totals), before ? figure(before) : null), against: words, good, whyMissing: `There is nothing in ${words} to compare with.`,
  });
  const trendOf = (figure: (of: CallMeasures) => number | null) => months.map(({ figures }) => figure(figures));
  const byWhom = [totals.canceledByInvitee > 0 && `${count(totals.canceledByInvitee)} by them`, totals.canceledByHost > 0 && `${count(totals.canceledByHost)} by us`].filter(Boolean);

  return (
    <div className={classes.figures}>
      <div className={classes.against}>
        <span id="compare-with">Compare with</span>
        <SegmentedControl
          size="xs"
          role="radiogroup"
          aria-labelledby="compare-with"
          value={against ?? 'previous'}
          onChange={(value) => onAgainst(value === 'last-year' ? value : undefined)}
          data={[{ value: 'previous', label: 'Days before' }, { value: 'last-year', label: 'Last year' }]}
        />
      </div>
      <Tiles label="Key figures">
        <Tile id="booked" explain="calls.booked" label="Booked" exact={totals.booked} unit="on these days, for any day" asOf={asOf} change={changeOf((of) => of.booked, 'up')} trend={trendOf((of) => of.booked)}>
          {count(totals.booked)}
        </Tile>
        <Tile id="scheduled" explain="calls.scheduled" label="Scheduled" exact={totals.scheduled} unit="to start on these days" asOf={asOf} change={changeOf((of) => of.scheduled, 'up')} trend={trendOf((of) => of.scheduled)}>
          {count(totals.scheduled)}
        </Tile>
        <Tile
          id="held" explain="calls.held" label="Held" exact={totals.held} unit={totals.upcoming > 0 ? `${count(totals.upcoming)} still to come` : 'over, and they came'} asOf={asOf}
          change={changeOf((of) => of.held, 'up')} trend={trendOf((of) => of.held)}
        >
          {count(totals.held)}
        </Tile>
        <Tile
          id="show-rate" explain="calls.show-rate" label="Show rate" exact={totals.showRate} unit={`held ÷ held and ${count(totals.noShow)} no-shows`} asOf={asOf} whyMissing="No call of these days is over."
          change={changeOf((of) => of.showRate, 'up')} trend={trendOf((of) => of.showRate)}
        >
          {percent(totals.showRate)}
        </Tile>
        <Tile
          id="canceled" explain="calls.canceled" label="Cancelled" exact={totals.canceled} unit={byWhom.length > 0 ? byWhom.join(', ') : 'and not moved'} asOf={asOf}
          change={changeOf((of) => of.canceled, 'down')} trend={trendOf((of) => of.canceled)}
        >
          {count(totals.canceled)}
        </Tile>
        <Tile
          id="cancellation-rate" explain="calls.cancellation-rate" label="Cancellation rate" exact={totals.cancellationRate} unit="cancelled ÷ scheduled" asOf={asOf} whyMissing="No call was to start on these days."
          change={changeOf((of) => of.cancellationRate, 'down')} trend={trendOf((of) => of.cancellationRate)}
        >
          {percent(totals.cancellationRate)}
        </Tile>
        <Tile
          id="rescheduled" explain="calls.rescheduled" label="Rescheduled" exact={totals.rescheduled} unit="of the scheduled, moved at least once" asOf={asOf}
          change={changeOf((of) => of.rescheduled, 'down')} trend={trendOf((of) => of.rescheduled)}
        >
          {count(totals.rescheduled)}
        </Tile>
        <Tile
          id="lead-time" explain="calls.lead-time" label="Lead time" exact={totals.leadTimeDays} unit="median, booking to call" asOf={asOf} whyMissing="No call of these days stands."
          change={changeOf((of) => of.leadTimeDays, 'down')}
        >
          {daysWords(totals.leadTimeDays ?? 0)}
        </Tile>
      </Tiles>
    </div>
  );
}
