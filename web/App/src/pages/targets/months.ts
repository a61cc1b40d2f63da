import type { TargetOfMonth } from '../../api/targets';

export type Figure = 'revenue' | 'spend' | 'roas' | 'costPerLead';

export const figures: Record<Figure, { label: string }> = {
  revenue: { label: 'Revenue' }, spend: { label: 'Ad budget' }, roas: { label: 'ROAS' }, costPerLead: { label: 'Cost per lead' },
};

/** All twelve months, those without targets empty. */
export function monthsOf(year: number, set: readonly TargetOfMonth[]): TargetOfMonth[] {
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    return set.find((each) => each.month === month) ?? { month, revenue: null, spend: null, roas: null, costPerLead: null };
  });
}

/** The months that are no longer as they were. */
export function changedMonths(before: readonly TargetOfMonth[], after: readonly TargetOfMonth[]): TargetOfMonth[] {
  return after.filter((row, index) => (Object.keys(figures) as Figure[]).some((figure) => row[figure] !== before[index]?.[figure]));
}
