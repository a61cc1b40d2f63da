import { CircleAlert, TriangleAlert } from 'lucide-react';
import classes from './Advice.module.css';

interface AdviceProps {
  tone: 'bad' | 'wait';
  reason: string;
  wayOut?: string | null;
  testId?: string;
}

/** What is wrong, and the way out. */
export function Advice({ tone, reason, wayOut, testId }: AdviceProps) {
  const Icon = tone === 'bad' ? TriangleAlert : CircleAlert;

  return (
    <div className={classes.advice} data-tone={tone} data-testid={testId}>
      <Icon className={classes.icon} size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <p className={classes.reason}>{reason}</p>
        {wayOut && <p>{wayOut}</p>}
      </div>
    </div>
  );
}
