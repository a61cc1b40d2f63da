import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { ActiveRules, RuleVersion } from '../../../api/qualifier';
import { useRestoreRules, useRuleVersions } from '../../../api/rules';
import { mayManage, useSession } from '../../../api/session';
import { Card } from '../../../ui/Card';
import { Confirm } from '../../../ui/Confirm';
import { type Column, DataTable } from '../../../ui/DataTable';
import form from '../../../ui/Form.module.css';
import { LoadMore } from '../../../ui/LoadMore';
import { Missing } from '../../../ui/Missing';
import { QueryState } from '../../../ui/QueryState';
import { Status } from '../../../ui/Status';
import { When } from '../../../ui/When';
import { None } from '../../settings/None';
import { useAuthor } from '../useAuthor';
import { differencesOf } from './content';
import { Differences } from './Differences';
import classes from './Versions.module.css';

/** Every version there was: who, when, why and what it changed. Going back makes a new one, so nothing is lost. */
export function Versions({ rules }: { rules: ActiveRules }) {
  const { user } = useSession();
  const versions = useRuleVersions();
  const restore = useRestoreRules();
  const author = useAuthor();
  const [asked, setAsked] = useState<RuleVersion | null>(null);
  const rows = versions.data?.pages.flatMap((page) => page.items) ?? [];

  const columns: Column<RuleVersion>[] = [
    {
      id: 'version', header: 'Version',
      cell: ({ version }) => (
        <span className={form.inline}>
          {version}
          {version === rules.active.version && <Status tone="good">In force</Status>}
        </span>
      ),
    },
    { id: 'who', header: 'Who', cell: ({ createdBy }) => author(createdBy) },
    { id: 'when', header: 'When', cell: ({ createdAt }) => <When instant={createdAt} /> },
    { id: 'note', header: 'Why', cell: ({ note }) => (note === '' ? <Missing why="No note was left." /> : <p className={classes.note}>{note}</p>) },
    { id: 'changes', header: 'Changed', cell: (row) => <Changes of={row} before={beforeOf(row, rows, rules, versions.hasNextPage)} /> },
    {
      id: 'actions', header: 'Actions', unseen: true, align: 'right',
      cell: (row) =>
        mayManage(user.role) && row.version !== rules.active.version && (
          <Button size="compact-sm" variant="default" onClick={() => setAsked(row)} aria-label={`Restore version ${row.version}`} data-testid="restore-version">
            Restore
          </Button>
        ),
    },
  ];

  return (
    <Card title="Versions" about="The latest first. None is ever changed; going back makes a new one." testId="versions">
      <QueryState of={versions} loading={<div className={form.inside}><Skeleton h={160} /></div>}>
        {() =>
          rows.length === 0 ? (
            <None>Nobody has changed the rules yet; those of the platform are in force.</None>
          ) : (
            <div>
              <DataTable label="Versions of the rules" columns={columns} rows={rows} keyOf={({ version }) => String(version)} testId="table-versions" />
              <LoadMore of={versions} shown={rows.length} what={['version', 'versions']} />
            </div>
          )
        }
      </QueryState>
      {asked && (
        <Confirm
          title={`Restore version ${asked.version}?`}
          about="It is put in force as a new version. This is what changes:"
          word="Restore"
          pending={restore.isPending}
          problem={restore.error}
          onConfirm={() => restore.mutate(asked.version, { onSuccess: () => setAsked(null) })}
          onClose={() => {
            setAsked(null);
            restore.reset();
          }}
        >
          <Differences of={differencesOf(rules.active.content, asked.content)} />
        </Confirm>
      )}
    </Card>
  );
}

/** What a version followed: the one before it, the rules as they come for the first, and unknown while that one is not loaded. */
function beforeOf({ version }: RuleVersion, rows: readonly RuleVersion[], rules: ActiveRules, more: boolean) {
  const before = rows.find((row) => row.version === version - 1);
  return before?.content ?? (more ? null : rules.defaults);
}

function Changes({ of, before }: { of: RuleVersion; before: RuleVersion['content'] | null }) {
  return before === null ? <Missing why="Load more to see what it followed." /> : <div className={classes.changes}><Differences of={differencesOf(before, of.content)} /></div>;
}
