import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import form from '../../ui/Form.module.css';
import { ScoreMark } from './ScoreMark';

/** From one score to another. */
export function Moved({ from, to }: { from: number; to: number }) {
  const Arrow = to > from ? ArrowUpRight : ArrowDownRight;

  return (
    <span className={form.inline}>
      <ScoreMark score={from} testId="moved-from" />
      <Arrow size={14} strokeWidth={1.75} aria-label={to > from ? 'rises to' : 'falls to'} />
      <ScoreMark score={to} testId="moved-to" />
    </span>
  );
}
