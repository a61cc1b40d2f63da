import type { CallDetails } from '../../api/types';

type Moment = CallDetails['events'][number];

/** What happened, and by whom where the vendor says so. */
export function momentWords({ kind, by }: Pick<Moment, 'kind' | 'by'>): string {
  switch (kind) {
    case 'booked':
      return 'Booked';
    case 'rescheduled':
      return 'Moved';
    case 'no-show':
      return 'They did not come';
    case 'canceled':
      return by === 'host' ? 'Called off by us' : by === 'invitee' ? 'Called off by them' : 'Called off';
  }
}
