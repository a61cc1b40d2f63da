import { useSession } from '../api/session';
import { moneyParts } from '../format/numbers';
import classes from './Money.module.css';

/** A large amount: exact to the cent, the cents set small. */
export function Money({ value, currency }: { value: number; currency?: string | undefined }) {
  const { organisation } = useSession();
  const [whole, cents] = moneyParts(value, currency ?? organisation.currency);

  return (
    <>
      {whole}
      <span className={classes.cents}>{cents}</span>
    </>
  );
}
