import { Ban, Check, CircleQuestionMark, X } from 'lucide-react';
import type { Score } from '../../api/qualifier';
import { Status } from '../../ui/Status';
import { scoreOf, scoreWords } from './score';

const icons: Record<Score, typeof Check> = { 3: Check, 2: CircleQuestionMark, 1: X, 0: Ban };

/** A score as a word with its own icon and colour. */
export function ScoreMark({ score, testId = 'score' }: { score: number; testId?: string }) {
  const known = scoreOf(score);
  const { label, tone } = scoreWords[known];
  const Icon = icons[known];

  return (
    <Status tone={tone} testId={testId} value={String(known)} icon={<Icon size={13} strokeWidth={2} aria-hidden />}>
      {label}
    </Status>
  );
}
