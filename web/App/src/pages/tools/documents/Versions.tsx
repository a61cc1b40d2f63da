import { Link } from '@tanstack/react-router';
import type { DocumentDetails, DocumentVersion } from '../../../api/documents';
import { money } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import pick from '../../../ui/Pick.module.css';
import { When } from '../../../ui/When';
import { DocumentMark } from './Marks';
import classes from './Versions.module.css';

/** Every version there is of it, and the way to what changed between two. */
export function Versions({ document }: { document: DocumentDetails }) {
  const { versions } = document;

  return (
    <Card title={versions.length === 1 ? 'One version' : `${versions.length} versions`} about="A new version never changes an old one." testId="versions">
      <ul className={classes.versions}>
        {versions.map((version) => <Version key={version.id} version={version} here={document} />)}
      </ul>
    </Card>
  );
}

function Version({ version: { id, version, state, total, currency, requestedBy, requestedAt }, here }: { version: DocumentVersion; here: DocumentDetails }) {
  const isHere = id === here.id;

  return (
    <li className={classes.version} aria-current={isHere || undefined} data-testid="version" data-key={id}>
      <div>
        <p className={classes.name}>{isHere ? `Version ${version}, shown here` : <Link className={pick.pick} to="/tools/documents/$id" params={{ id }}>Version {version}</Link>}</p>
        <p className={form.sub}>
          {requestedBy} · <When instant={requestedAt} />
        </p>
        {!isHere && (
          <Link className={classes.compare} {...sides(here, { id, version })} data-testid="compare">
            What changed between {Math.min(version, here.version)} and {Math.max(version, here.version)}
          </Link>
        )}
      </div>
      <div className={classes.stand}>
        {total !== null && currency !== null && <span className={classes.total}>{money(total, currency)}</span>}
        <DocumentMark state={state} />
      </div>
    </li>
  );
}

/** Always from the older to the newer, from whichever of the two it is asked. */
function sides(here: { id: string; version: number }, other: { id: string; version: number }) {
  const [older, newer] = here.version < other.version ? [here, other] : [other, here];
  return { to: '/tools/documents/$id/comparison', params: { id: newer.id }, search: { with: older.id } } as const;
}
