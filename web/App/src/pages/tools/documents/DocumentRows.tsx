import { Link } from '@tanstack/react-router';
import { useDocumentProgress } from '../../../api/documentJobs';
import type { DocumentItem } from '../../../api/documents';
import { money } from '../../../format/numbers';
import { When } from '../../../ui/When';
import { kindWords } from '../kinds';
import classes from './DocumentRows.module.css';
import { DocumentMark, SignatureMark } from './Marks';
import { isUnderWay, progressOf } from './state';

/** Documents one below the other: what each is, how it stands, what it comes to, who asked for it. */
export function DocumentRows({ rows, label, short = false }: { rows: readonly DocumentItem[]; label: string; short?: boolean }) {
  return (
    <ul className={classes.rows} aria-label={label} data-short={short || undefined} data-testid="documents">
      {rows.map((row) => <Row key={row.id} row={row} />)}
    </ul>
  );
}

function Row({ row }: { row: DocumentItem }) {
  const { icon: Icon, label } = kindWords[row.kind];
  const live = useDocumentProgress(row.id);
  const { state, words } = progressOf(row, live);

  return (
    <li className={classes.row} data-testid="document" data-key={row.id}>
      <Icon className={classes.icon} size={20} strokeWidth={1.25} aria-hidden />
      <div className={classes.what}>
        <Link to="/tools/documents/$id" params={{ id: row.id }} className={classes.title} data-testid="open-document">
          {row.title}
        </Link>
        <p className={classes.about}>
          {label}
          {row.version > 1 && `, version ${row.version}`} · {row.requestedBy}
        </p>
      </div>
      <div className={classes.state}>
        {row.signature && state === 'ready' ? <SignatureMark state={row.signature.state} /> : <DocumentMark state={state} {...(isUnderWay(state) ? { words } : {})} />}
      </div>
      <p className={classes.total}>{row.total !== null && row.currency !== null && money(row.total, row.currency)}</p>
      <p className={classes.when}>
        <When instant={row.requestedAt} />
      </p>
    </li>
  );
}
