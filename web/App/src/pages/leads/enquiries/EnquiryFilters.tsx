import { useSession } from '../../../api/session';
import { rangeOf } from '../../../filters/range';
import { withoutValue, withValue } from '../../../filters/search';
import { todayIn } from '../../../format/dates';
import { FilterBar } from '../../../ui/FilterBar';
import { type FilterChip, FilterChips } from '../../../ui/FilterChips';
import { FilterSelect } from '../../../ui/FilterSelect';
import { FilterText } from '../../../ui/FilterText';
import { RangePicker } from '../../../ui/RangePicker';
import { OriginSelect } from '../OriginSelect';
import { questionWords } from '../question';
import { labelOf, originWords, scores } from '../score';
import { useEnquiriesSearch } from '../useLeadsSearch';

const deciders = { model: 'The model and the rules', rules: 'The rules alone' } as const;

export function EnquiryFilters() {
  const { search, set } = useEnquiriesSearch();
  const { organisation } = useSession();
  const { score, by, origin, text, question, answer } = search;

  const chips: FilterChip[] = (score ?? []).map((value) => ({
    kind: 'Score', value, label: labelOf(Number(value)), onRemove: () => set({ score: withoutValue(score, value) }),
  }));
  if (by) {
    chips.push({ kind: 'Decided by', value: by, label: deciders[by], onRemove: () => set({ by: undefined }) });
  }

  if (origin) {
    chips.push({ kind: 'Origin', value: origin, label: originWords[origin], onRemove: () => set({ origin: undefined }) });
  }

  if (question && answer) {
    chips.push({ kind: questionWords(question), value: answer, label: answer, onRemove: () => set({ question: undefined, answer: undefined }) });
  }

  if (text) {
    chips.push({ kind: 'Text', value: text, label: text, onRemove: () => set({ text: undefined }) });
  }

  return (
    <FilterBar
      active={chips.length}
      range={<RangePicker value={rangeOf(search, todayIn(organisation.timeZone, new Date()))} onChange={({ from, to }) => set({ from, to })} />}
      chips={
        <FilterChips
          chips={chips}
          onClear={() => set({ score: undefined, by: undefined, origin: undefined, text: undefined, question: undefined, answer: undefined })}
        />
      }
    >
      <FilterSelect
        label="Score"
        all="Every score"
        choices={scores.map((each) => ({ value: String(each), label: labelOf(each) }))}
        chosen={score}
        onAdd={(value) => set({ score: withValue(score, value) })}
        testId="filter-score"
      />
      <FilterSelect
        label="Decided by"
        all="Decided by all"
        choices={Object.entries(deciders).map(([value, label]) => ({ value, label }))}
        chosen={by === undefined ? undefined : [by]}
        onAdd={(value) => set({ by: value as keyof typeof deciders })}
        testId="filter-by"
      />
      <OriginSelect value={origin} onSet={(chosen) => set({ origin: chosen })} />
      <FilterText label="Text" placeholder="Name, company or text" value={text} onSet={(written) => set({ text: written })} testId="filter-text" />
    </FilterBar>
  );
}
