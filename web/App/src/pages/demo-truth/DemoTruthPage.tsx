import { Checkbox } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useDemoTruth } from '../../api/analytics';
import { Problem } from '../../api/problem';
import { useSession } from '../../api/session';
import type { DemoTruth } from '../../api/types';
import type { DemoTruthSearch } from '../../filters/search';
import { formatInstant, formatRange } from '../../format/dates';
import { count, percent } from '../../format/numbers';
import { Card } from '../../ui/Card';
import { Empty } from '../../ui/Empty';
import { FilterChips } from '../../ui/FilterChips';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { Tile, Tiles, TilesLoading } from '../../ui/Tile';
import classes from './DemoTruth.module.css';
import { answersOf } from './truth';
import { TruthLines } from './TruthLines';
import { monthName, TruthMatrix } from './TruthMatrix';

const route = getRouteApi('/house/demo-truth');

/** Nothing that trying again would change. */
const notHere = new Set(['no-demo-truth', 'not-the-demo-organisation']);

/** Every published answer of the demo beside what its dashboards show (K5). */
export function DemoTruthPage() {
  const search: DemoTruthSearch = route.useSearch();
  const navigate = route.useNavigate();
  const truth = useDemoTruth();
  const refusal = truth.error && Problem.from(truth.error);
  const set = (change: DemoTruthSearch) => void navigate({ search: (before: DemoTruthSearch) => ({ ...before, ...change }), resetScroll: false });

  return (
    <Page title="Demo truth" asOf={truth.data?.asOf}>
      {refusal && notHere.has(refusal.type) ? (
        <Empty reason={refusal.title} wayOut={refusal.detail} linkToData={false} />
      ) : (
        <QueryState of={truth} loading={<TilesLoading count={4} />}>
          {(found) => <Compared truth={found} search={search} set={set} />}
        </QueryState>
      )}
    </Page>
  );
}

interface ComparedProps {
  truth: DemoTruth;
  search: DemoTruthSearch;
  set: (change: DemoTruthSearch) => void;
}

function Compared({ truth, search, set }: ComparedProps) {
  const { organisation } = useSession();
  const { compared, different, asOf } = truth;
  const answers = answersOf(truth, search);
  const wholly = truth.figures.filter((figure) => figure.different === 0).length;
  const chips = [
    ...(search.figure === undefined ? [] : [{ kind: 'Figure', value: search.figure, label: search.figure, onRemove: () => set({ figure: undefined }) }]),
    ...(search.month === undefined ? [] : [{ kind: 'Month', value: search.month, label: monthName(search.month), onRemove: () => set({ month: undefined }) }]),
  ];

  return (
    <>
      <Tiles label="Comparison">
        <Tile id="compared" label="Answers compared" exact={compared} unit={formatRange(truth.from, truth.to)} asOf={asOf}>
          {count(compared)}
        </Tile>
        <Tile id="different" label="Different" exact={different} unit={different === 0 ? 'every figure is true' : 'listed in red below'} asOf={asOf}>
          {count(different)}
        </Tile>
        <Tile id="figures" label="True figures" exact={wholly} unit={`of ${truth.figures.length} figures, in every scope and month`} asOf={asOf}>
          {count(wholly)}
        </Tile>
        <Tile id="agreement" label="Agreement" exact={compared === 0 ? null : (compared - different) / compared} unit="equal to the cent and the lead" asOf={asOf}>
          {percent(compared === 0 ? null : (compared - different) / compared)}
        </Tile>
      </Tiles>
      <p className={classes.about}>
        The demo’s year is made up, so its right answers are known: they are added up from what happened, never from what stands on a board. They hold for{' '}
        {formatInstant(truth.truthAsOf, organisation.timeZone)}. What happened within the last second or so may not be here yet.
      </p>
      <Card title="By figure and month" about="Green: every answer equals ours. Red: how many differ. Choose one to see its answers.">
        <TruthMatrix truth={truth} chosen={search} onChoose={(figure, month) => set({ figure, month })} />
      </Card>
      <Card
        title="Answers"
        controls={
          <Checkbox
            label="Only differences"
            checked={search.only !== undefined}
            onChange={({ currentTarget }) => set({ only: currentTarget.checked ? 'differences' : undefined })}
            data-testid="only-differences"
          />
        }
        testId="answers"
      >
        <FilterChips chips={chips} onClear={() => set({ figure: undefined, month: undefined })} />
        {/* Another choice begins at its first lines again. */}
        <TruthLines key={[search.figure, search.month, search.only].join('|')} answers={answers} currency={truth.currency} onlyDifferences={search.only !== undefined} />
      </Card>
    </>
  );
}

