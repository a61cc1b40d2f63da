import './dates.css';
import { DatePicker, type DatesRangeValue } from '@mantine/dates';
import { useState } from 'react';
import type { Day } from '../format/dates';
import type { DayRange } from '../filters/range';
import classes from './CustomDates.module.css';

interface CustomDatesProps {
  value: DayRange;
  today: Day;
  onChange: (range: DayRange) => void;
}

/** Two clicks: the first day and the last. */
export default function CustomDates({ value, today, onChange }: CustomDatesProps) {
  const [picked, setPicked] = useState<DatesRangeValue<string>>([value.from, value.to]);

  const pick = (range: DatesRangeValue<string>) => {
    setPicked(range);
    const [from, to] = range;
    if (from !== null && to !== null) {
      onChange({ from, to });
    }
  };

  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      value={picked}
      onChange={pick}
      defaultDate={value.to}
      maxDate={today}
      firstDayOfWeek={0}
      classNames={{ day: classes.day }}
      ariaLabels={{ nextMonth: 'Next month', previousMonth: 'Previous month' }}
    />
  );
}
