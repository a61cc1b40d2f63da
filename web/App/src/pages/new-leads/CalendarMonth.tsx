import { ActionIcon, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { NewLeads } from '../../api/types';
import { ExplainButton } from '../../explain/ExplainButton';
import { addMonths, type Day, firstOfMonth, formatDay, formatMonth } from '../../format/dates';
import { count } from '../../format/numbers';
import { Card } from '../../ui/Card';
import classes from './CalendarMonth.module.css';
import { dayAfterKey, levelOf, weeksOfMonth } from './volume';

interface CalendarMonthProps {
  answer: NewLeads;
  chosen: Day | undefined;
  onDay: (day: Day) => void;
  controls: ReactNode;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A month of days with how many wrote on each; one stop for the Tab key, arrows within. */
export function CalendarMonth({ answer, chosen, onDay, controls }: CalendarMonthProps) {
  const { from, to, days } = answer;
  const [focused, setFocused] = useState<Day>(chosen ?? to);
  const at = focused < from ? from : focused > to ? to : focused;
  const month = firstOfMonth(at);
  const moved = useRef(false);
  const stop = useRef<HTMLButtonElement>(null);
  const byDay = useMemo(() => new Map(days.map((day) => [day.day, day])), [days]);
  const most = useMemo(() => Math.max(0, ...days.map(({ leads }) => leads)), [days]);
  const total = days.filter(({ day }) => firstOfMonth(day) === month).reduce((sum, { leads }) => sum + leads, 0);

  // The focus follows the keys, into another month as well; it never comes by itself.
  useEffect(() => {
    if (moved.current) {
      moved.current = false;
      stop.current?.focus();
    }
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayAfterKey(event.key, at, from, to);
    if (next !== undefined) {
      event.preventDefault();
      moved.current = next !== at;
      setFocused(next);
    }
  };

  const turn = (by: number, label: string, Icon: typeof ChevronLeft, disabled: boolean) => (
    <ActionIcon variant="default" size="md" aria-label={label} disabled={disabled} onClick={() => setFocused(addMonths(at, by))}>
      <Icon size={16} strokeWidth={1.5} />
    </ActionIcon>
  );

  return (
    <Card title="Calendar" about="New leads by the day they wrote. Choose a day to see its rows." testId="calendar" controls={<>{controls}<ExplainButton figure="new-leads.leads" label="Calendar" /></>}>
      <div className={classes.head}>
        {turn(-1, 'Month before', ChevronLeft, month <= firstOfMonth(from))}
        <p className={classes.month} aria-live="polite">
          {formatMonth(month.slice(0, 7))}
          <span className={classes.total}> · {count(total)} {total === 1 ? 'lead' : 'leads'}</span>
        </p>
        {turn(1, 'Month after', ChevronRight, month >= firstOfMonth(to))}
      </div>
      <table className={classes.grid} role="grid" aria-label={`New leads in ${formatMonth(month.slice(0, 7))}`} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weekdays.map((weekday) => (
              <th key={weekday} scope="col" className={classes.weekday}>{weekday}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOfMonth(month).map((week, index) => (
            <tr key={week.find((day) => day !== null) ?? index}>
              {week.map((day, weekday) => {
                const found = day === null ? undefined : byDay.get(day);
                return (
                  <td key={weekdays[weekday]} className={classes.cell} aria-selected={day !== null && day === chosen}>
                    {day !== null && found && (
                      <UnstyledButton
                        ref={day === at ? stop : undefined}
                        className={classes.day}
                        tabIndex={day === at ? 0 : -1}
                        data-level={levelOf(found.leads, most)}
                        data-chosen={day === chosen || undefined}
                        onClick={() => {
                          setFocused(day);
                          onDay(day);
                        }}
                        data-testid={`day-${day}`}
                        data-value={found.leads}
                      >
                        <span className={classes.number}>{Number(day.slice(8))}</span>
                        <span className={classes.leads}>{found.leads === 0 ? '' : count(found.leads)}</span>
                        <VisuallyHidden>{`${found.leads === 0 ? 'no ' : ''}new leads, ${count(found.qualified)} qualified, ${formatDay(day)}`}</VisuallyHidden>
                      </UnstyledButton>
                    )}
                    {day !== null && !found && <span className={classes.outside}>{Number(day.slice(8))}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
