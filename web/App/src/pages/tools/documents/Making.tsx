import { Check, Loader2 } from 'lucide-react';
import type { DocumentDetails, DocumentProgressed } from '../../../api/documents';
import { count } from '../../../format/numbers';
import classes from './Making.module.css';
import { isUnderWay, progressOf, steps, stepsDone, wordsOfStep } from './state';

/** How far a document is, moved on by live events. */
export function Making({ document, live }: { document: DocumentDetails; live: DocumentProgressed | undefined }) {
  const { state, words } = progressOf(document, live);
  const done = stepsDone(state, live && isUnderWay(document.state) ? live.step : document.step);

  return (
    <section className={classes.making} aria-label="How far it is" data-testid="making">
      <p className={classes.words} aria-live="polite">
        {words}
        {document.attempts > 1 && <span className={classes.attempt}> · attempt {count(document.attempts)}</span>}
      </p>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <li key={step} className={classes.step} data-state={index < done ? 'done' : index === done ? 'now' : 'next'} aria-current={index === done ? 'step' : undefined}>
            <span className={classes.mark} aria-hidden>
              {index < done ? <Check size={13} strokeWidth={2.5} /> : index === done ? <Loader2 className={classes.turning} size={13} strokeWidth={2.5} /> : null}
            </span>
            {step === 'queued' ? 'In line' : wordsOfStep(step)}
          </li>
        ))}
      </ol>
    </section>
  );
}
