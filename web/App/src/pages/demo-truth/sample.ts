import type { DemoTruth } from '../../api/types';

/** A small answer for tests: one of six differs. */
export function truthOf(change: Partial<DemoTruth> = {}): DemoTruth {
  const line = (month: string | null, truth: number | null, ours: number | null, of: string | null = null) => ({ month, by: of === null ? 'total' : 'channel', of, truth, ours, agrees: truth === ours });
  return {
    truthAsOf: '2026-03-31T18:00:00Z', asOf: '2026-03-31T18:00:01Z', from: '2026-02-01', to: '2026-03-31', currency: 'USD', compared: 6, different: 1,
    figures: [
      { page: 'Advertising', figure: 'Spend', kind: 'money', different: 1, lines: [line(null, 300.5, 300.5), line('2026-02', 100.5, 100.5), line('2026-03', 200, 200), line('2026-03', 120, 90.25, 'google-ads')] },
      { page: 'Advertising', figure: 'Return on ad spend', kind: 'ratio', different: 0, lines: [line('2026-02', null, null), line('2026-03', 4.2081, 4.2081)] },
    ],
    ...change,
  };
}
