import { Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { RuleContent, RulesPreview } from '../../../api/qualifier';
import { previewDays, useRulesPreview } from '../../../api/rules';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { QueryState } from '../../../ui/QueryState';
import { balanceOf, moveWords } from '../moves';
import { ScoreMatrix } from '../ScoreMatrix';
import classes from './Effect.module.css';
import { MovedList } from './MovedList';

interface EffectProps {
  /** What is tried; null while nothing is changed or what stands there cannot be obeyed. */
  content: RuleContent | null;
  isFine: boolean;
  readOnly: boolean;
}

/** Whom a change would move, worked out while somebody types. The model is not asked: its judgements stand. */
export function Effect({ content, isFine, readOnly }: EffectProps) {
  const [settled] = useDebouncedValue(content, 400);
  const wanted = content === null ? null : settled;
  const preview = useRulesPreview(wanted);

  return (
    <Card title="What it would change" about={`Tried on the enquiries of the last ${previewDays} days, as the model judged them then.`} testId="effect">
      <div className={form.inside} aria-live="polite">
        {content === null ? (
          <p className={form.text}>
            {!isFine
              ? 'As soon as every field can be read, whom it moves stands here.'
              : readOnly
                ? 'Whoever changes the rules sees here whom a change would move, before it is in force.'
                : 'Nothing is changed yet. Change a threshold, and whom it would move stands here while you type.'}
          </p>
        ) : (
          <QueryState of={preview} loading={<Skeleton h={280} />}>
            {(found) => <Moves preview={found} />}
          </QueryState>
        )}
      </div>
    </Card>
  );
}

function Moves({ preview: { matrix, moved, samples } }: { preview: RulesPreview }) {
  return (
    <>
      <p className={classes.sentence} data-testid="effect-sentence">{moveWords(balanceOf(matrix))}</p>
      <ScoreMatrix moves={matrix} sides={['Now', 'With these rules']} testId="effect-matrix" />
      {moved > 0 && (
        <div>
          <h3 className={classes.heading}>{moved > samples.length ? `The newest ${samples.length} of them` : 'Who they are'}</h3>
          <MovedList rows={samples} />
        </div>
      )}
    </>
  );
}
