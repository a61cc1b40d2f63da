import { useOutcomes } from '../../../api/enquiries';
import type { Outcomes } from '../../../api/qualifier';
import { useSession } from '../../../api/session';
import { rangeOf } from '../../../filters/range';
import { todayIn } from '../../../format/dates';
import { Cards } from '../../../ui/Card';
import { ChartLoading } from '../../../ui/ChartCard';
import { Empty } from '../../../ui/Empty';
import { FilterBar } from '../../../ui/FilterBar';
import { FilterChips } from '../../../ui/FilterChips';
import form from '../../../ui/Form.module.css';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { RangePicker } from '../../../ui/RangePicker';
import { TilesLoading } from '../../../ui/Tile';
import { OriginSelect } from '../OriginSelect';
import { originWords } from '../score';
import { useOutcomesSearch } from '../useLeadsSearch';
import { OutcomeTiles } from './OutcomeTiles';
import { QuestionBars } from './QuestionBars';

/** Who is qualified and who is not, by each answer of the form (B9). */
export function OutcomesPage() {
  const { search, set } = useOutcomesSearch();
  const { organisation } = useSession();
  const range = rangeOf(search, todayIn(organisation.timeZone, new Date()));
  const { origin } = search;
  const outcomes = useOutcomes({ ...range, origin });

  return (
    <Page title="Outcomes" asOf={outcomes.data?.asOf}>
      <FilterBar
        active={origin ? 1 : 0}
        range={<RangePicker value={range} onChange={({ from, to }) => set({ from, to })} />}
        chips={
          <FilterChips
            chips={origin ? [{ kind: 'Origin', value: origin, label: originWords[origin], onRemove: () => set({ origin: undefined }) }] : []}
            onClear={() => set({ origin: undefined })}
          />
        }
      >
        <OriginSelect value={origin} onSet={(chosen) => set({ origin: chosen })} />
      </FilterBar>
      <QueryState of={outcomes} loading={<OutcomesLoading />}>
        {(found) =>
          found.totals.enquiries === 0 ? (
            <Empty
              reason="Nobody wrote in these days."
              wayOut="Choose another range. Every enquiry that is judged counts here within a moment, by each answer of its form."
              linkToData={false}
            />
          ) : (
            <Figures outcomes={found} />
          )
        }
      </QueryState>
    </Page>
  );
}

function Figures({ outcomes }: { outcomes: Outcomes }) {
  return (
    <>
      <OutcomeTiles outcomes={outcomes} />
      <p className={form.quiet}>
        By each answer of the form. The percentage beside a bar is the qualified share of those that are no spam; choose a bar to see its enquiries.
      </p>
      <Cards>
        {outcomes.questions.map((question) => (
          <QuestionBars key={question.question} question={question} />
        ))}
      </Cards>
    </>
  );
}

function OutcomesLoading() {
  return (
    <>
      <TilesLoading count={4} />
      <Cards>
        <ChartLoading title="Budget" />
        <ChartLoading title="Number of styles" />
      </Cards>
    </>
  );
}
