import { Skeleton } from '@mantine/core';
import type { PriceList } from '../../../api/documents';
import { usePriceVersions } from '../../../api/prices';
import { Card } from '../../../ui/Card';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Missing } from '../../../ui/Missing';
import { QueryState } from '../../../ui/QueryState';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { Differences } from '../../leads/rules/Differences';
import { None } from '../../settings/None';
import { differencesOf } from './draft';
import classes from './Prices.module.css';

/** Every list there was: who, when, why and what it changed. */
export function PriceVersions({ newest }: { newest: PriceList }) {
  const versions = usePriceVersions();
  const rows = versions.data?.pages.flatMap((page) => page.items) ?? [];

  const columns: Column<PriceList>[] = [
    {
      id: 'version', header: 'Version',
      cell: ({ version }) => (
        <span className={form.inline}>
          {version}
          {version === newest.version && <Status tone="good">In force</Status>}
        </span>
      ),
    },
    { id: 'who', header: 'Who', cell: ({ createdBy }) => createdBy ?? 'the platform' },
    { id: 'when', header: 'When', cell: ({ createdAt }) => <When instant={createdAt} /> },
    { id: 'note', header: 'Why', cell: ({ note }) => (note === '' ? <Missing why="No note was left." /> : <p className={classes.note}>{note}</p>) },
    { id: 'changes', header: 'Changed', cell: (row) => <Changes of={row} before={rows.find(({ version }) => version === row.version - 1)} /> },
  ];

  return (
    <div className={classes.versions}>
      <Card title="Versions" about="The latest first. None is ever changed: a document stays as it was priced." testId="price-versions">
        <QueryState of={versions} loading={<div className={form.inside}><Skeleton h={160} /></div>}>
          {() =>
            rows.length === 0 ? (
              <None>Nobody has changed the prices yet; the list is the one the platform comes with.</None>
            ) : (
              <div>
                <DataTable label="Versions of the price list" columns={columns} rows={rows} keyOf={({ version }) => String(version)} testId="table-price-versions" />
                <LoadMore of={versions} shown={rows.length} what={['version', 'versions']} />
              </div>
            )
          }
        </QueryState>
      </Card>
    </div>
  );
}

function Changes({ of, before }: { of: PriceList; before: PriceList | undefined }) {
  return before ? <div className={classes.changes}><Differences of={differencesOf(before.content, of.content)} /></div> : <Missing why={of.version === 1 ? 'It followed the list the platform comes with.' : 'Load more to see what it followed.'} />;
}
