import type { Explanation } from '../api/types';
import { count, percent, times } from '../format/numbers';
import { Money } from '../ui/Money';

interface FigureProps {
  unit: Explanation['unit'];
  value: number;
  currency: string;
}

/** A value as the pages write it. */
export function Figure({ unit, value, currency }: FigureProps) {
  switch (unit) {
    case 'money':
      return <Money value={value} currency={currency} />;
    case 'count':
      return count(value);
    case 'times':
      return times(value);
    case 'percent':
      return percent(value);
    case 'days':
      return value === 1 ? '1 day' : `${value} days`;
  }
}
