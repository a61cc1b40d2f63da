import type { Replay } from '../../../api/qualifier';
import { useSession } from '../../../api/session';
import { formatInstant, formatRange } from '../../../format/dates';
import { count, money } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import { Fact, Facts } from '../../../ui/Facts';
import form from '../../../ui/Form.module.css';
import { JobMark } from '../JobMark';
import { costWords } from '../job';
import { whatOf } from './words';

/** What was tried, by whom, and what it cost. */
export function Settings({ replay }: { replay: Replay }) {
  const { timeZone } = useSession().organisation;
  const { capBelowBudget, capBelowStyles, liftFromBudget, liftToBudget, currency } = replay.thresholds;
  const amount = (value: number) => money(value, currency).replace(/\.00$/, '');

  return (
    <Card title="What was tried" testId="replay-settings">
      <div className={form.inside}>
        <Facts>
          <Fact name="State"><JobMark state={replay.state} /></Fact>
          <Fact name="Enquiries of" why={`${count(replay.total)} of them`}>{formatRange(replay.from, replay.to)}</Fact>
          <Fact name="Tried">{whatOf(replay)}</Fact>
          <Fact name="Held back" why="A right fit becomes unsure.">below {amount(capBelowBudget)}, or fewer than {count(capBelowStyles)} styles</Fact>
          <Fact name="Lifted" why="An unsure one becomes a right fit.">from {amount(liftFromBudget)} to {amount(liftToBudget)}</Fact>
          <Fact name="Asked for">{formatInstant(replay.requestedAt, timeZone)}, by {replay.requestedBy}</Fact>
          <Fact name="Cost" why={replay.promptVersion === null ? 'The model was not asked again.' : `Estimated at ${costWords(replay.estimatedCostUsd)}, stopped beyond ${costWords(replay.costLimitUsd)}.`}>
            {costWords(replay.costUsd)}
          </Fact>
        </Facts>
      </div>
    </Card>
  );
}
