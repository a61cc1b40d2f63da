import { Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useCalls } from '../../api/analytics';
import { useSession } from '../../api/session';
import { rangeOf } from '../../filters/range';
import type { RepCallsSearch } from '../../filters/search';
import { todayIn } from '../../format/dates';
import { Empty } from '../../ui/Empty';
import { EmptyFigures } from '../../ui/EmptyFigures';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { CallsLoading, CallsView, type SetCalls } from './CallsView';
import { firstOf, nobody } from './people';

const route = getRouteApi('/house/calls/rep');

/** One salesperson's calls of every kind (D4). Whom stands in the address; without it, the first by name. */
export function RepCallsPage() {
  const search: RepCallsSearch = route.useSearch();
  const navigate = route.useNavigate();
  const set: SetCalls = (change) => void navigate({ search: change, resetScroll: false });
  const [rep] = search.rep ?? [];

  return rep === undefined ? (
    <Whom search={search} onChoose={(first) => void navigate({ search: (before: RepCallsSearch) => ({ ...before, rep: [first] }), replace: true, resetScroll: false })} />
  ) : (
    <CallsView
      title={`Calls of ${rep}`}
      kind={search.kind}
      search={search}
      set={set}
      whom={(people) => (
        <Select
          aria-label="Salesperson"
          data={people.some(({ value }) => value === rep) ? people.map(({ value }) => value) : [rep, ...people.map(({ value }) => value)]}
          value={rep}
          allowDeselect={false}
          searchable
          nothingFoundMessage="Nobody goes by that name."
          onChange={(value) => value !== null && set((before) => ({ ...before, rep: [value] }))}
          data-testid="whom"
        />
      )}
    />
  );
}

/** Nobody is named yet: who there is has to be known first. */
function Whom({ search, onChoose }: { search: RepCallsSearch; onChoose: (rep: string) => void }) {
  const { organisation } = useSession();
  const calls = useCalls(rangeOf(search, todayIn(organisation.timeZone, new Date())));
  const first = calls.data && firstOf(calls.data.filters.reps.map(({ value }) => value));

  useEffect(() => {
    if (first !== undefined && first !== nobody) {
      onChoose(first);
    }
  });

  return (
    <Page title="One person’s calls" asOf={calls.data?.asOf}>
      <QueryState of={calls} loading={<CallsLoading />}>
        {({ empty }) => (first !== nobody ? <CallsLoading /> : empty ? <EmptyFigures page="calls" empty={empty} /> : <Empty reason="No call of these days names a salesperson." wayOut="Choose another range." />)}
      </QueryState>
    </Page>
  );
}
