import { Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { mayAdminister, seesCompany, useSession } from '../../api/session';
import { useSources } from '../../api/sync';
import type { DataSearch } from '../../filters/search';
import { Empty } from '../../ui/Empty';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { CallKinds } from './CallKinds';
import classes from './DataPage.module.css';
import { DriftList } from './DriftList';
import { RunDrawer } from './RunDrawer';
import { RunHistory } from './RunHistory';
import { SourceCard } from './SourceCard';
import { SpendReconciliation } from './SpendReconciliation';

const route = getRouteApi('/house/data');

/** Where the figures come from: sources, their refreshes and the certificates of each (D6). */
export function DataPage() {
  const search: DataSearch = route.useSearch();
  const navigate = route.useNavigate();
  const { user } = useSession();
  const sources = useSources();
  const set = (change: DataSearch) => void navigate({ search: (before: DataSearch) => ({ ...before, ...change }), resetScroll: false });

  return (
    <Page title="Data" asOf={sources.data?.asOf}>
      <QueryState of={sources} loading={<SourcesLoading />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty reason="No source is connected yet." wayOut="Save the credentials under Settings, Credentials, and ask whoever runs the platform to add the source; its first refresh starts by itself." linkToData={false} />
          ) : (
            <ul className={classes.sources} aria-label="Sources">
              {items.map((source) => (
                <SourceCard key={source.id} source={source} onOpenRun={(run) => set({ run })} />
              ))}
            </ul>
          )
        }
      </QueryState>
      {seesCompany(user.role) && (
        <>
          <DriftList />
          {sources.data?.items.some(({ kind }) => kind === 'google-ads') && <SpendReconciliation />}
          <RunHistory
            sources={sources.data?.items ?? []}
            source={search.source}
            onSource={(source) => set({ source })}
            onOpenRun={(run) => set({ run })}
          />
          {mayAdminister(user.role) && sources.data?.items.filter(({ kind }) => kind === 'calendly').map((source) => <CallKinds key={source.id} source={source} />)}
          {search.run && <RunDrawer id={search.run} onClose={() => set({ run: undefined })} />}
        </>
      )}
    </Page>
  );
}

function SourcesLoading() {
  return (
    <div className={classes.sources}>
      <Skeleton h={220} />
      <Skeleton h={220} />
    </div>
  );
}
