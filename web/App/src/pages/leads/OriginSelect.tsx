import type { Origin } from '../../api/qualifier';
import { FilterSelect } from '../../ui/FilterSelect';
import { originWords } from './score';

/** Where enquiries came from. */
export function OriginSelect({ value, onSet }: { value: Origin | undefined; onSet: (origin: Origin) => void }) {
  return (
    <FilterSelect
      label="Origin"
      all="Every origin"
      choices={Object.entries(originWords).map(([origin, label]) => ({ value: origin, label }))}
      chosen={value === undefined ? undefined : [value]}
      onAdd={(origin) => onSet(origin as Origin)}
      testId="filter-origin"
    />
  );
}
