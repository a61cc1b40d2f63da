import { useApiClients, usePeople } from '../../../api/organisation';
import { useSession } from '../../../api/session';
import { rangeOf } from '../../../filters/range';
import type { AuditSearch } from '../../../filters/search';
import { todayIn } from '../../../format/dates';
import { FilterBar } from '../../../ui/FilterBar';
import { FilterChips } from '../../../ui/FilterChips';
import { FilterSelect } from '../../../ui/FilterSelect';
import { FilterText } from '../../../ui/FilterText';
import { RangePicker } from '../../../ui/RangePicker';
import { nameWords } from './query';

interface AuditFiltersProps {
  search: AuditSearch;
  set: (change: AuditSearch) => void;
}

export function AuditFilters({ search, set }: AuditFiltersProps) {
  const { organisation } = useSession();
  const people = usePeople();
  const clients = useApiClients();
  const named = [...(people.data?.pages.flatMap((page) => page.items) ?? []), ...(clients.data?.pages.flatMap((page) => page.items) ?? [])];
  const actors = named.map(({ id, name }) => ({ value: id, label: name }));

  const chips = [
    { kind: 'Who', name: 'actor', value: search.actor, label: actors.find(({ value }) => value === search.actor)?.label },
    { kind: 'Action', name: 'action', value: search.action, label: search.action && nameWords(search.action) },
    { kind: 'About', name: 'subject', value: search.subject, label: undefined },
  ].flatMap(({ kind, name, value, label }) => (value === undefined ? [] : [{ kind, value, label: label ?? value, onRemove: () => set({ [name]: undefined }) }]));

  return (
    <FilterBar
      active={chips.length}
      range={<RangePicker value={rangeOf(search, todayIn(organisation.timeZone, new Date()))} onChange={({ from, to }) => set({ from, to })} />}
      chips={<FilterChips chips={chips} onClear={() => set({ actor: undefined, action: undefined, subject: undefined })} />}
    >
      <FilterSelect label="Who" all="Everybody" choices={actors} chosen={search.actor === undefined ? undefined : [search.actor]} onAdd={(actor) => set({ actor })} testId="filter-actor" />
      <FilterText label="Action" placeholder="Action, as in StartRun" value={search.action} onSet={(action) => set({ action })} testId="filter-action" />
      <FilterText label="About" placeholder="Id of what it was about" value={search.subject} onSet={(subject) => set({ subject })} testId="filter-subject" />
    </FilterBar>
  );
}
