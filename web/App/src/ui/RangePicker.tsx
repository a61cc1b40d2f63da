import { Button, Loader, Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CalendarDays, ChevronDown } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useSession } from '../api/session';
import { formatRange, todayIn } from '../format/dates';
import { useOffer } from '../filters/offers';
import { type DayRange, presetOf, presets } from '../filters/range';
import classes from './RangePicker.module.css';

const CustomDates = lazy(() => import('./CustomDates'));

interface RangePickerProps {
  value: DayRange;
  onChange: (range: DayRange) => void;
}

/** Days in the organisation's time zone. */
export function RangePicker({ value, onChange }: RangePickerProps) {
  const { organisation } = useSession();
  const [opened, { close, toggle }] = useDisclosure(false);
  const today = todayIn(organisation.timeZone, new Date());
  const preset = presetOf(value, today);
  useOffer('range', { value, set: onChange });

  const choose = (range: DayRange) => {
    close();
    onChange(range);
  };

  return (
    <Popover opened={opened} onDismiss={close} position="bottom-start" offset={6} trapFocus withinPortal>
      <Popover.Target>
        <Button
          className={classes.target}
          variant="default"
          onClick={toggle}
          leftSection={<CalendarDays size={16} strokeWidth={1.5} />}
          rightSection={<ChevronDown size={14} strokeWidth={1.5} />}
          data-testid="range-picker"
        >
          {preset && <span className={classes.preset}>{preset.label}</span>}
          <span className={classes.dates}>{formatRange(value.from, value.to)}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="Range">
        <ul className={classes.presets}>
          {presets.map(({ id, label, of }) => (
            <li key={id}>
              <UnstyledButton className={classes.choice} aria-pressed={preset?.id === id} onClick={() => choose(of(today))} data-testid={`range-${id}`}>
                {label}
              </UnstyledButton>
            </li>
          ))}
        </ul>
        <div className={classes.custom}>
          <p className={classes.heading}>Custom dates</p>
          <Suspense fallback={<Loader size="sm" />}>
            <CustomDates value={value} today={today} onChange={choose} />
          </Suspense>
          <p className={classes.zone}>Days in {organisation.timeZone.replaceAll('_', ' ')}</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
