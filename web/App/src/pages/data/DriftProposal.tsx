import { Button } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { mayManage, useSession } from '../../api/session';
import { useDecideDrift } from '../../api/sync';
import type { Drift } from '../../api/types';
import { formatMoment } from '../../format/dates';
import { notifyProblem } from '../../ui/notifyProblem';
import { Status } from '../../ui/Status';
import classes from './DriftProposal.module.css';
import { driftWords } from './words';

export function DriftProposal({ drift }: { drift: Drift }) {
  const { user, organisation } = useSession();
  const decide = useDecideDrift();
  const answer = (accept: boolean) => decide.mutate({ id: drift.id, accept }, { onError: notifyProblem });

  return (
    <li className={classes.proposal} data-testid="drift-proposal">
      <div className={classes.words}>
        <p className={classes.where}>
          <strong>{drift.boardName}</strong>
          <Status tone="wait">{driftWords[drift.kind]}</Status>
          <span className={classes.when}>found {formatMoment(drift.foundAt, organisation.timeZone, new Date())}</span>
        </p>
        <p>{drift.explanation}</p>
        <p className={classes.columns}>
          <ColumnName {...drift.expected} />
          <ArrowRight size={14} strokeWidth={1.5} aria-label="becomes" />
          {drift.proposal ? <ColumnName {...drift.proposal} /> : <span>no column fits</span>}
        </p>
      </div>
      {mayManage(user.role) && (
        <div className={classes.actions}>
          {drift.proposal && (
            <Button size="sm" loading={decide.isPending} onClick={() => answer(true)} data-testid="drift-accept">
              Use the new column
            </Button>
          )}
          <Button size="sm" variant="default" disabled={decide.isPending} onClick={() => answer(false)} data-testid="drift-dismiss">
            Dismiss
          </Button>
        </div>
      )}
    </li>
  );
}

function ColumnName({ title, type }: { title: string; type: string }) {
  return (
    <span className={classes.column}>
      {title} <span className={classes.type}>{type}</span>
    </span>
  );
}
