import { useSession } from '../api/session';
import { formatDay, formatInstant, formatMoment, todayIn } from '../format/dates';
import { Missing } from './Missing';

/** A moment in the organisation's time zone; of another year only its day, the whole of it on hover. */
export function When({ instant, why = 'Not yet.' }: { instant: string | null; why?: string }) {
  const { timeZone } = useSession().organisation;
  if (instant === null) {
    return <Missing why={why} />;
  }

  const now = new Date();
  const day = todayIn(timeZone, new Date(instant));
  return (
    <time dateTime={instant} title={formatInstant(instant, timeZone)}>
      {day.slice(0, 4) === todayIn(timeZone, now).slice(0, 4) ? formatMoment(instant, timeZone, now) : formatDay(day)}
    </time>
  );
}
