const locale = 'en-US';

/** A calendar day as the services write it, 2026-11-21. It has no time zone, so it is calculated in UTC and never shifts. */
export type Day = string;

// Making a format costs a hundred times what using it does, and a table has hundreds of dates.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(options: Intl.DateTimeFormatOptions, language = locale): Intl.DateTimeFormat {
  const name = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(name) ?? new Intl.DateTimeFormat(language, options);
  formats.set(name, known);
  return known;
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !dayPattern.test(text)) {
    return false;
  }

  const date = utc(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Today's date on a wall calendar in this time zone. */
export function todayIn(timeZone: string, now: Date): Day {
  return formatOf({ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA').format(now);
}

export function addDays(day: Day, days: number): Day {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return iso(date);
}

/** Stops at the last day of a shorter month: a month before 31 March is 28 February. */
export function addMonths(day: Day, months: number): Day {
  const date = utc(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return iso(date);
}

export function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** Days from the first to the last, both counted. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000) + 1;
}

/** Monday of the day's week. */
export function weekOf(day: Day): Day {
  return addDays(day, -((utc(day).getUTCDay() + 6) % 7));
}

/** The moment a day begins on a wall calendar in this time zone. */
export function startOfDay(day: Day, timeZone: string): string {
  const midnight = utc(day).getTime();
  // Twice: the first step lands near enough for the offset of the day itself, also where the clock changes in between.
  const near = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(near, timeZone)).toISOString();
}

/** Nov 21, 2026 */
export function formatDay(day: Day): string {
  return format(day, { year: 'numeric', month: 'short', day: 'numeric' });
}

/** Nov 21 */
export function formatShortDay(day: Day): string {
  return format(day, { month: 'short', day: 'numeric' });
}

/** 2026-03 is Mar 2026. */
export function formatMonth(month: string): string {
  return format(`${month}-01`, { year: 'numeric', month: 'short' });
}

/** Nov 22, 2025 – Nov 21, 2026; what both ends share is written once. */
export function formatRange(from: Day, to: Day): string {
  return formatOf({ year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' })
    .formatRange(utc(from), utc(to))
    .replaceAll('\u2009', ' ');
}

/** Nov 21, 2026, 8:13 AM PST */
export function formatInstant(instant: string, timeZone: string): string {
  return formatOf({
    timeZone, year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short',
  }).format(new Date(instant));
}

/** 8:13 AM PST today, Nov 20, 8:13 AM PST before. */
export function formatMoment(instant: string, timeZone: string, now: Date): string {
  const at = new Date(instant);
  const time = formatOf({ timeZone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }).format(at);
  const day = todayIn(timeZone, at);
  return day === todayIn(timeZone, now) ? time : `${formatShortDay(day)}, ${time}`;
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

/** 3 minutes ago, in 27 minutes, yesterday. */
export function formatRelative(instant: string, now: Date): string {
  const seconds = Math.round((new Date(instant).getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) {
    return seconds > 0 ? 'in a moment' : 'just now';
  }

  if (size < 3600) {
    return relative.format(Math.round(seconds / 60), 'minute');
  }

  return size < 86_400 ? relative.format(Math.round(seconds / 3600), 'hour') : relative.format(Math.round(seconds / 86_400), 'day');
}

/** 1 min 12 s */
export function formatDuration(from: string, to: string): string {
  const seconds = Math.max(0, new Date(to).getTime() - new Date(from).getTime()) / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }

  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function format(day: Day, options: Intl.DateTimeFormatOptions): string {
  return formatOf({ ...options, timeZone: 'UTC' }).format(utc(day));
}

/** Milliseconds the clock of a time zone is ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  const parts = formatOf({
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(at);
  const [year, month, day, hour, minute, second] = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((type) => Number(parts.find((part) => part.type === type)?.value));
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - Math.floor(at / 1000) * 1000;
}

function utc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

function iso(date: Date): Day {
  return date.toISOString().slice(0, 10);
}
