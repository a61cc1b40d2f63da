import { describe, expect, it } from 'vitest';
import type { CallHour, CallMeasures } from '../../api/types';
import { heatOf, levelOf } from './heat';
import { momentWords } from './moments';
import { firstOf } from './people';
import { daysWords, hourWords } from './words';

const none: CallMeasures = {
  booked: 0, scheduled: 0, held: 0, noShow: 0, upcoming: 0, canceled: 0, canceledByInvitee: 0, canceledByHost: 0, rescheduled: 0, showRate: null, cancellationRate: null, reschedulingRate: null,
};
const at = (weekday: number, hour: number, scheduled: number): CallHour => ({ weekday, hour, figures: { ...none, scheduled } });

describe('the hours of the week', () => {
  it('go from the first hour with a call to the last without gaps', () => {
    const { rows, most } = heatOf([at(1, 9, 4), at(7, 11, 1), at(3, 20, 0)]);
    expect(rows.map(({ hour }) => hour)).toEqual([9, 10, 11]);
    expect(rows[0]?.cells).toEqual([4, 0, 0, 0, 0, 0, 0]);
    expect(rows[2]?.cells[6]).toBe(1);
    expect(most).toBe(4);
  });

  it('are empty without calls', () => {
    expect(heatOf([])).toEqual({ rows: [], most: 0 });
  });

  it('are stronger where there are more, and never as weak as none', () => {
    expect([0, 1, 20, 21, 100].map((calls) => levelOf(calls, 100))).toEqual([0, 1, 1, 2, 5]);
  });
});

describe('words', () => {
  it('name hours as clocks do', () => {
    expect([0, 9, 12, 18].map(hourWords)).toEqual(['12 AM', '9 AM', '12 PM', '6 PM']);
  });

  it('name a lead time, the last group being all that is longer', () => {
    expect([0, 1, 5, 14].map(daysWords)).toEqual(['the same day', '1 day', '5 days', '14 or more days']);
  });

  it('say by whom a call was called off where the vendor does', () => {
    expect(momentWords({ kind: 'canceled', by: 'host' })).toBe('Called off by us');
    expect(momentWords({ kind: 'canceled', by: null })).toBe('Called off');
  });
});

describe('whose calls are shown first', () => {
  it('is the first by name, and not nobody', () => {
    expect(firstOf(['Sofia', 'Unassigned', 'Burki'])).toBe('Burki');
    expect(firstOf(['Unassigned'])).toBe('');
  });
});
