import { ArrowRight } from 'lucide-react';
import type { Decision } from '../../../api/qualifier';
import { count, percent } from '../../../format/numbers';
import { Advice } from '../../../ui/Advice';
import { Status } from '../../../ui/Status';
import { fallbackReason, ruleWords } from '../score';
import { ScoreMark } from '../ScoreMark';
import { Step } from './Step';
import classes from './Story.module.css';
import { latency, outcomeOf, tinyMoney, waitsForModel } from './story';

/** What the model said, in its own words, and what that took. */
export function ModelStep({ decision }: { decision: Decision }) {
  const { modelScore, confidence, reason, model, promptVersion, latencyMs, tokensIn, tokensOut, costUsd, fallback } = decision;

  return (
    <Step
      number={2}
      title="What the model said"
      mark={modelScore === null ? <Status tone="wait" testId="rules-only">Rules only</Status> : <ScoreMark score={modelScore} testId="model-score" />}
      testId="step-model"
    >
      {fallback !== null ? (
        <Advice
          tone="wait"
          reason={`The model did not judge: ${fallbackReason(fallback)}.`}
          wayOut={waitsForModel(decision) ? 'It is asked again in the background; its answer then appears here, and this decision stays in the history.' : null}
        />
      ) : (
        <p className={classes.reason}>{reason}</p>
      )}
      <p className={classes.meta}>
        {confidence !== null && <span><strong>{percent(confidence)}</strong> confident</span>}
        {model && <span><strong>{model}</strong></span>}
        <span>prompt <strong>{promptVersion}</strong></span>
        <span><strong>{latency(latencyMs)}</strong></span>
        {tokensIn + tokensOut > 0 && <span><strong>{count(tokensIn)}</strong> tokens in, <strong>{count(tokensOut)}</strong> out</span>}
        <span><strong>{tinyMoney(costUsd)}</strong></span>
      </p>
    </Step>
  );
}

/** Which rules fired, each with the fact and the threshold that made it. */
export function RulesStep({ decision: { rules, rulesVersion } }: { decision: Decision }) {
  return (
    <Step number={3} title="Which rules moved it" testId="step-rules">
      {rules.length === 0 ? (
        <p className={classes.text}>None: neither budget nor number of styles asked for another score.</p>
      ) : (
        <ul className={classes.rules}>
          {rules.map(({ rule, from, to, because }) => (
            <li key={rule} className={classes.rule}>
              <span className={classes.move}>
                <span className={classes.ruleName}>{ruleWords(rule)}</span>
                <ScoreMark score={from} testId="rule-from" />
                <ArrowRight size={14} strokeWidth={1.75} aria-label="becomes" />
                <ScoreMark score={to} testId="rule-to" />
              </span>
              <span>{because}</span>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.meta}>{rulesVersion === 0 ? 'The rules as they come, which nobody has changed.' : `Version ${count(rulesVersion)} of the rules.`}</p>
    </Step>
  );
}

export function EndStep({ decision, sent }: { decision: Decision; sent: string }) {
  return (
    <Step number={4} title="Where it ended" mark={<ScoreMark score={decision.finalScore} testId="final-score" />} testId="step-end">
      <p className={classes.text}>
        {outcomeOf(decision)} {sent}
      </p>
    </Step>
  );
}
