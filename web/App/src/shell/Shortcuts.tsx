import { VisuallyHidden } from '@mantine/core';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useSession } from '../api/session';
import { offered } from '../filters/offers';
import { type DayRange, periodOf, stepped, type Unit } from '../filters/range';
import { formatRange, todayIn } from '../format/dates';
import { undoNow } from '../ui/notifyUndo';
import { openPalette } from './palette';
import { useShortcutsOn } from './preferences';
import { closeSheet, openSheet, useSheet } from './sheet';
import { type Deed, deedOf, isUndo } from './shortcuts';

const ShortcutSheet = lazy(() => import('./ShortcutSheet'));

/** Keys for the page in sight, and the sheet that lists them. */
export function Shortcuts() {
  const { organisation } = useSession();
  const [on] = useShortcutsOn();
  const sheet = useSheet();
  const [said, say] = useState('');
  // "M" on the first of a month is a month, though its days are those of a day.
  const meant = useRef<{ unit: Unit; range: DayRange }>(undefined);

  const set = (range: DayRange, unit?: Unit) => {
    meant.current = unit && { unit, range };
    offered('range')?.set(range);
    say(formatRange(range.from, range.to));
  };

  const step = (by: -1 | 1) => {
    const value = offered('range')?.value;
    if (value === undefined) {
      return;
    }

    const unit = meant.current?.range.from === value.from && meant.current.range.to === value.to ? meant.current.unit : undefined;
    const next = stepped(value, by, todayIn(organisation.timeZone, new Date()), unit);
    if (next === undefined) {
      say('This is the newest period.');
    } else {
      set(next, unit);
    }
  };

  const perform = (deed: Deed): boolean => {
    switch (deed) {
      case 'search':
        openPalette();
        return true;
      case 'sheet':
        openSheet();
        return true;
      case 'back':
      case 'forward':
        step(deed === 'back' ? -1 : 1);
        return offered('range') !== undefined;
      case 'clear': {
        const filters = offered('filters');
        if (filters !== undefined && filters.count > 0) {
          filters.clear();
        }

        return filters !== undefined;
      }
      default:
        if (offered('range') !== undefined) {
          set(periodOf(deed, todayIn(organisation.timeZone, new Date())), deed);
        }

        return offered('range') !== undefined;
    }
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const deed = on ? deedOf(event) : undefined;
    if ((deed !== undefined && perform(deed)) || (isUndo(event) && undoNow())) {
      event.preventDefault();
    }
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <>
      <VisuallyHidden role="status" data-testid="shortcut-said">
        {said}
      </VisuallyHidden>
      {sheet && (
        <Suspense>
          <ShortcutSheet onClose={closeSheet} />
        </Suspense>
      )}
    </>
  );
}
