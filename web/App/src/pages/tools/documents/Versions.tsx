import { Link } from '@tanstack/react-router';
import type { DocumentDetails, DocumentVersion } from '../../../api/documents';
import { money } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { type Column, DataTable } from '../../../ui/DataTable';
import { Missing } from '../../../ui/Missing';
import pick from '../../../ui/Pick.module.css';
import { When } from '../../../ui/When';
import { DocumentMark } from './Marks';

/** Every version there is of it, and the way to what changed between two. */
export function Versions({ document }: { document: DocumentDetails }) {
  const columns: Column<DocumentVersion>[] = [
    {
      id: 'version', header: 'Version',
      cell: ({ id, version }) => (id === document.id ? <strong>{version}, shown here</strong> : <Link className={pick.pick} to="/tools/documents/$id" params={{ id }}>Version {version}</Link>),
    },
    { id: 'state', header: 'State', cell: ({ state }) => <DocumentMark state={state} /> },
    { id: 'total', header: 'Total', align: 'right', cell: ({ total, currency }) => (total !== null && currency !== null ? money(total, currency) : <Missing why="It carries no total." />) },
    { id: 'by', header: 'By', cell: ({ requestedBy }) => requestedBy },
    { id: 'when', header: 'When', cell: ({ requestedAt }) => <When instant={requestedAt} /> },
    {
      id: 'compare', header: 'Compare', unseen: true, align: 'right',
      cell: ({ id, version }) =>
        id !== document.id && (
          <Link className={pick.pick} {...sides(document, { id, version })} aria-label={`Compare with version ${version}`} data-testid="compare">
            What changed
          </Link>
        ),
    },
  ];

  return (
    <Card title={document.versions.length === 1 ? 'One version' : `${document.versions.length} versions`} about="A new version never changes an old one." testId="versions">
      <DataTable label="Versions" columns={columns} rows={document.versions} keyOf={({ id }) => id} testId="table-versions" />
    </Card>
  );
}

/** Always from the older to the newer, from whichever of the two it is asked. */
function sides(here: { id: string; version: number }, other: { id: string; version: number }) {
  const [older, newer] = here.version < other.version ? [here, other] : [other, here];
  return { to: '/tools/documents/$id/comparison', params: { id: newer.id }, search: { with: older.id } } as const;
}
