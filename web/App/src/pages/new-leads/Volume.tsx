import { SegmentedControl } from '@mantine/core';
import { mostDays } from '../../api/newLeads';
import type { NewLeads } from '../../api/types';
import type { LeadView } from '../../filters/search';
import { daysBetween } from '../../format/dates';
import { CalendarMonth } from './CalendarMonth';
import { DailyBars } from './DailyBars';
import { useNewLeadsSearch } from './useNewLeadsSearch';
import { WeeklyBars } from './WeeklyBars';

/** The same days as a calendar, day by day or by week; choosing one shows its rows. */
export function Volume({ answer }: { answer: NewLeads }) {
  const { search, set } = useNewLeadsSearch();
  const tooLong = daysBetween(answer.from, answer.to) > mostDays;
  const view: LeadView = tooLong ? 'weekly' : (search.view ?? 'calendar');

  const views = (
    <SegmentedControl
      size="xs"
      role="radiogroup"
      aria-label="View"
      value={view}
      onChange={(value) => set((before) => ({ ...before, view: value === 'calendar' ? undefined : (value as LeadView) }))}
      data={[
        { value: 'calendar', label: 'Calendar', disabled: tooLong },
        { value: 'daily', label: 'Daily', disabled: tooLong },
        { value: 'weekly', label: 'Weekly' },
      ]}
    />
  );
  const onDay = (day: string) => set((before) => ({ ...before, day: before.day === day ? undefined : day, week: undefined }));
  const onWeek = (week: string) => set((before) => ({ ...before, week, day: undefined }));

  return view === 'calendar' ? (
    <CalendarMonth answer={answer} chosen={search.day} onDay={onDay} controls={views} />
  ) : view === 'daily' ? (
    <DailyBars days={answer.days} onDay={onDay} controls={views} />
  ) : (
    <WeeklyBars weeks={answer.weeks} onWeek={onWeek} controls={views} />
  );
}
