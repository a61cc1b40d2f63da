import type { AdsDashboard } from '../../api/types';
import { groupsOf } from '../../format/groups';

export interface MonthOfChannels {
  month: string;
  total: number;
  leads: Readonly<Record<string, number>>;
}

/** Months across, channels with leads as their parts, the largest first. */
export function leadsByChannel({ months, channels, channelMonths }: Pick<AdsDashboard, 'months' | 'channels' | 'channelMonths'>) {
  const parts = groupsOf(channelMonths, (row) => row.month);

  return {
    months: months.map(({ month, leads }): MonthOfChannels => ({
      month, total: leads, leads: Object.fromEntries((parts.get(month) ?? []).map((row) => [row.channel, row.leads])),
    })),
    channels: channels
      .filter(({ leads }) => leads > 0)
      .toSorted((a, b) => b.leads - a.leads)
      .map(({ channel, name }) => ({ channel, name: name ?? channel })),
  };
}
