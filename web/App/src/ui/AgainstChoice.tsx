import { SegmentedControl } from '@mantine/core';
import { count } from '../format/numbers';

export type Against = 'last-year' | undefined;

interface AgainstChoiceProps {
  value: Against;
  onChange: (value: Against) => void;
}

/** What the figures of a page are compared with; it lives in the address. */
export function AgainstChoice({ value, onChange }: AgainstChoiceProps) {
  return (
    <SegmentedControl
      size="xs"
      role="radiogroup"
      aria-label="Compare with"
      value={value ?? 'before'}
      onChange={(chosen) => onChange(chosen === 'last-year' ? chosen : undefined)}
      data={[{ value: 'before', label: 'Days before' }, { value: 'last-year', label: 'Last year' }]}
    />
  );
}

/** "the 30 days before": what is compared with, in a sentence. */
export function againstWords(against: Against, days: number): string {
  return against === 'last-year' ? 'the same days last year' : days === 1 ? 'the day before' : `the ${count(days)} days before`;
}

/** The same beside a figure of a chart: "Spend last year". */
export function againstName(figure: string, against: Against): string {
  return `${figure} ${against === 'last-year' ? 'last year' : 'before'}`;
}
