import { Loader, Skeleton, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { usePreview } from '../../../api/documentJobs';
import type { DocumentKind, Inputs } from '../../../api/documents';
import { Problem } from '../../../api/problem';
import { money } from '../../../format/numbers';
import { Failed } from '../../../ui/Failed';
import { QueryState } from '../../../ui/QueryState';
import { PriceTable } from '../PriceTable';
import classes from './PreviewPanel.module.css';

interface PreviewPanelProps {
  kind: DocumentKind;
  inputs: Inputs;
  /** What is wrong with which field; shown there as well. */
  faults: Readonly<Record<string, ReactNode>>;
  /** What the service found that belongs to no field. */
  others: readonly string[];
  cause: Error | null;
  onGoTo: (field: string) => void;
  action: ReactNode;
}

/** What the document would be called and cost, worked out by the service while somebody writes. */
export function PreviewPanel({ kind, inputs, faults, others, cause, onGoTo, action }: PreviewPanelProps) {
  // As text: an object that is equal is not the same, and would be waited for again.
  const text = JSON.stringify(inputs);
  const [settled] = useDebouncedValue(text, 400);
  const preview = usePreview(kind, JSON.parse(settled) as Inputs);
  const isBehind = text !== settled || preview.isFetching;
  const prices = preview.data?.prices;
  const fields = Object.keys(faults);

  return (
    <aside className={classes.panel} aria-label="Preview" data-testid="preview">
      <div className={classes.plate}>
        <div className={classes.head}>
          <h2 className={classes.heading}>Preview</h2>
          {isBehind && preview.data && (
            <span className={classes.behind} data-testid="preview-behind">
              <Loader size={12} aria-hidden /> Working it out
            </span>
          )}
        </div>
        <div className={classes.body} data-behind={isBehind || undefined}>
          <QueryState of={{ ...preview, isPlaceholderData: false }} loading={<Skeleton h={140} />}>
            {(found) => (
              <>
                <p className={classes.title}>{found.title || 'Without a title yet'}</p>
                {found.prices && found.prices.lines.length > 0 ? (
                  <PriceTable prices={found.prices} short />
                ) : (
                  <p className={classes.quiet}>{kind === 'deck' ? 'A deck carries no total.' : 'As soon as there is something with a price, it stands here.'}</p>
                )}
                {Object.keys(found.problems).length > 0 && fields.length + others.length === 0 && (
                  <p className={classes.quiet} data-testid="preview-missing">
                    {Object.keys(found.problems).length === 1 ? 'One thing is still missing.' : `${Object.keys(found.problems).length} things are still missing.`}
                  </p>
                )}
              </>
            )}
          </QueryState>
        </div>
        {(fields.length > 0 || others.length > 0) && (
          <div className={classes.faults} role="alert" data-testid="form-faults">
            <p className={classes.faultsHead}>{fields.length + others.length === 1 ? 'One thing is to be mended.' : `${fields.length + others.length} things are to be mended.`}</p>
            {others.map((words) => <p key={words}>{words}</p>)}
            {fields.slice(0, 3).map((field) => (
              <UnstyledButton key={field} className={classes.goTo} onClick={() => onGoTo(field)}>
                {faults[field]}
              </UnstyledButton>
            ))}
          </div>
        )}
        {cause && Object.keys(Problem.from(cause).errors).length === 0 && <Failed cause={cause} />}
      </div>
      <div className={classes.action}>
        {prices && prices.lines.length > 0 && (
          <p className={classes.total} aria-live="polite">
            <span>Total</span>
            <span data-testid="preview-total" data-value={prices.total}>{money(prices.total, prices.currency)}</span>
          </p>
        )}
        {action}
      </div>
    </aside>
  );
}
