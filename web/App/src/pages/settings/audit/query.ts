import type { AuditQuery } from '../../../api/accounts';
import { rangeOf } from '../../../filters/range';
import type { AuditSearch } from '../../../filters/search';
import { addDays, type Day, startOfDay } from '../../../format/dates';

/** What the service is asked for: whole days of the organisation as moments, the end exclusive. */
export function queryOf({ from, to, ...others }: AuditSearch, timeZone: string, today: Day): AuditQuery {
  const range = rangeOf({ from, to }, today);
  return { from: startOfDay(range.from, timeZone), to: startOfDay(addDays(range.to, 1), timeZone), ...others };
}

/** "StartRun" reads "Start run", "salesNames" reads "Sales names". */
export function nameWords(name: string): string {
  const words = name.replaceAll('_', ' ').replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
