import { Link } from '@tanstack/react-router';
import type { MovedEnquiry } from '../../../api/qualifier';
import form from '../../../ui/Form.module.css';
import pick from '../../../ui/Pick.module.css';
import { Moved } from '../Moved';
import { becauseOf, factsOf } from '../moves';
import classes from './MovedList.module.css';

/** Enquiries that would move, each with the rule that would move it or would no longer hold it. */
export function MovedList({ rows }: { rows: readonly MovedEnquiry[] }) {
  return (
    <ul className={classes.list} data-testid="moved">
      {rows.map((row) => (
        <li key={row.id} className={classes.row}>
          <div className={classes.head}>
            <span>
              <Link to="/enquiries/$id" params={{ id: row.id }} className={pick.pick}>
                {row.name}
              </Link>
              <span className={form.sub}>{factsOf(row)}</span>
            </span>
            <Moved from={row.from} to={row.to} />
          </div>
          <p className={form.quiet}>{becauseOf(row)}</p>
        </li>
      ))}
    </ul>
  );
}
