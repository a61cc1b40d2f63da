import type { EnquiryFilter } from '../../../api/enquiries';
import { rangeOf } from '../../../filters/range';
import type { EnquiriesSearch } from '../../../filters/search';
import type { Day } from '../../../format/dates';

/** What the service is asked for what the address says. */
export function filterOf({ from, to, score, by, text, ...others }: EnquiriesSearch, today: Day): EnquiryFilter {
  return {
    ...rangeOf({ from, to }, today),
    ...others,
    // The service refuses more than that.
    ...(text === undefined ? {} : { text: text.slice(0, 100) }),
    ...(score === undefined ? {} : { score: score.join(',') }),
    ...(by === undefined ? {} : { fallback: by === 'rules' }),
  };
}

/** Whether anything besides the days is filtered: an empty list means another thing then. */
export function isFiltered({ score, by, origin, text, question }: EnquiriesSearch): boolean {
  return [score, by, origin, text, question].some((each) => each !== undefined);
}
