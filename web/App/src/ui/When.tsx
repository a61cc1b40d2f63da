import { useSession } from '../api/session';
import { formatInstant, formatMoment } from '../format/dates';
import { Missing } from './Missing';

/** A moment in the organisation's time zone; the whole of it on hover. */
export function When({ instant, why = 'Not yet.' }: { instant: string | null; why?: string }) {
  const { organisation } = useSession();

  return instant === null ? (
    <Missing why={why} />
  ) : (
    <time dateTime={instant} title={formatInstant(instant, organisation.timeZone)}>
      {formatMoment(instant, organisation.timeZone, new Date())}
    </time>
  );
}
