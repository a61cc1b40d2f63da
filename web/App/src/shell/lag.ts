import type { Lag, LagMeasured, LagSpread } from '../api/types';
import { formatRelative } from '../format/dates';
import { count } from '../format/numbers';

const seconds = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 0.6 s; from a minute on the tenths say nothing. */
export function duration(value: number): string {
  return value < 0.05 ? 'under 0.1 s' : value < 60 ? `${seconds.format(value)} s` : `${count(value / 60)} min`;
}

/** What was known, with what a live event says. Where a canary measures, other changes do not speak for it. */
export function withNewest(lag: Lag | undefined, { at, kind, seconds: passed }: LagMeasured): Lag | undefined {
  return lag && (lag.by ?? kind) === kind ? { ...lag, state: 'measured', by: kind, why: null, newest: { at, seconds: passed } } : lag;
}

/** What stands behind "Source → screen". */
export function lagWords(lag: Lag | undefined, failed: boolean): string {
  if (lag === undefined) {
    return failed ? 'not known right now' : '…';
  }

  if (lag.state === 'lost') {
    return 'interrupted: changes at the source do not come through by themselves';
  }

  if (lag.newest === null) {
    return 'not measured: no change has come through in the last day';
  }

  const [spread, length] = lag.hour === null ? [lag.day, 'day'] : [lag.hour, 'hour'];
  return `${duration(lag.newest.seconds)}${spread === null ? '' : `, p95 of the last ${length} ${duration(spread.total.p95)}`}`;
}

/** The same in sentences, for whoever wants to know more. */
export function lagAbout(lag: Lag | undefined, now: Date): string {
  if (lag === undefined) {
    return '';
  }

  const spread = lag.hour ?? lag.day;
  return [
    lag.why,
    lag.newest && `Last ${formatRelative(lag.newest.at, now)}, measured by ${lag.by === 'canary' ? 'a canary that is renamed at the source' : 'what the sources told'}.`,
    spread && `p95 of ${count(spread.samples)} ${spread.samples === 1 ? 'change' : 'changes'}: ${stagesOf(spread)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function stagesOf({ vendorToWebhook, webhookToPublished, publishedToRollup, rollupToEvent }: LagSpread): string {
  const stages = [['webhook', vendorToWebhook], ['published', webhookToPublished], ['figures', publishedToRollup], ['event', rollupToEvent]] as const;
  return stages.flatMap(([name, of]) => (of === null ? [] : [`${name} ${duration(of.p95)}`])).join(', ');
}
