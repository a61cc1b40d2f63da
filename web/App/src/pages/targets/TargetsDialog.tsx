import { Button, NumberInput, Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../api/session';
import { type TargetOfMonth, useSaveTargets, useTargets } from '../../api/targets';
import { formatMonth, todayIn } from '../../format/dates';
import { Answers, Dialog } from '../../ui/Dialog';
import { Failed } from '../../ui/Failed';
import form from '../../ui/Form.module.css';
import { notifyDone } from '../../ui/notifyDone';
import { QueryState } from '../../ui/QueryState';
import { changedMonths, type Figure, figures, monthsOf } from './months';
import classes from './Targets.module.css';

/** What is meant to be reached in each month of a year. */
export default function TargetsDialog({ onClose }: { onClose: () => void }) {
  const { organisation } = useSession();
  const now = Number(todayIn(organisation.timeZone, new Date()).slice(0, 4));
  const [year, setYear] = useState(now);
  const targets = useTargets(year);

  return (
    <Dialog
      title="Targets"
      about={`By month, in ${organisation.currency}. A range that begins or ends within a month counts its days; an empty field has no target.`}
      wide
      onClose={onClose}
      testId="targets-dialog"
    >
      <div className={form.form}>
        <Select
          label="Year" classNames={{ label: form.label }} allowDeselect={false} value={String(year)} onChange={(value) => setYear(Number(value))}
          data={[now - 2, now - 1, now, now + 1].map(String)} data-testid="target-year"
        />
        <QueryState of={targets} loading={<Skeleton h={420} />}>
          {({ items }) => <Months key={year} year={year} set={items} onClose={onClose} />}
        </QueryState>
      </div>
    </Dialog>
  );
}

function Months({ year, set, onClose }: { year: number; set: readonly TargetOfMonth[]; onClose: () => void }) {
  const save = useSaveTargets();
  const [months, setMonths] = useState(() => monthsOf(year, set));
  const changed = changedMonths(monthsOf(year, set), months);
  const change = (month: string, figure: Figure, value: string | number) =>
    setMonths((before) => before.map((row) => (row.month === month ? { ...row, [figure]: typeof value === 'number' && value > 0 ? value : null } : row)));

  return (
    <form
      className={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(changed, { onSuccess: () => { notifyDone('The targets are saved.'); onClose(); } });
      }}
    >
      <Failed cause={save.error} />
      <div className={classes.months}>
        <div className={classes.head} aria-hidden>
          <span />
          {Object.values(figures).map(({ label }) => <span key={label}>{label}</span>)}
        </div>
        {months.map((row) => (
          <fieldset key={row.month} className={classes.month} aria-label={formatMonth(row.month)}>
            <span className={classes.name}>{formatMonth(row.month)}</span>
            {(Object.keys(figures) as Figure[]).map((figure) => (
              <NumberInput
                key={figure} size="xs" hideControls min={0} allowNegative={false} decimalScale={2} thousandSeparator="," label={figures[figure].label} classNames={{ label: classes.label }}
                aria-label={`${figures[figure].label}, ${formatMonth(row.month)}`} value={row[figure] ?? ''} onChange={(value) => change(row.month, figure, value)}
                data-testid={`target-${figure}-${row.month}`}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <Answers>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending} disabled={changed.length === 0} data-testid="save-targets">
          Save
        </Button>
      </Answers>
    </form>
  );
}
