import type { LeadSlice, NewLeads } from '../../api/types';
import type { LeadMark } from '../../filters/search';

export interface MarkWords {
  /** On a chip and above a column. */
  label: string;
  /** While nothing is chosen. */
  all: string;
  /** Its breakdown in the answer. */
  by: keyof NewLeads['by'];
}

export const markWords: Record<LeadMark, MarkWords> = {
  channel: { label: 'Channel', all: 'All channels', by: 'channels' },
  source: { label: 'Source', all: 'All sources', by: 'sources' },
  medium: { label: 'Medium', all: 'All mediums', by: 'mediums' },
  campaign: { label: 'Campaign', all: 'All campaigns', by: 'campaigns' },
  board: { label: 'Board', all: 'All boards', by: 'boards' },
  owner: { label: 'Owner', all: 'All owners', by: 'owners' },
  qualification: { label: 'Judgement', all: 'Leads only', by: 'qualifications' },
  status: { label: 'Status', all: 'All statuses', by: 'statuses' },
};

const stageNames = { new: 'New lead', contacted: 'Contacted', 'call-booked': 'Call booked', 'design-review': 'Design review', proposal: 'Proposal', closed: 'Closed', lost: 'Lost' };

const qualificationNames = { qualified: 'Qualified', unsure: 'Unsure', unjudged: 'Unjudged', 'not-a-fit': 'Not a fit', spam: 'Spam' };

export function stageName(stage: string): string {
  return stage in stageNames ? stageNames[stage as keyof typeof stageNames] : stage;
}

export function qualificationName(qualification: string): string {
  return qualification in qualificationNames ? qualificationNames[qualification as keyof typeof qualificationNames] : qualification;
}

export function nameIn({ name, value }: LeadSlice): string {
  return name ?? value;
}

/** What people call a value: the answer knows, also for those the filters keep nothing of. */
export function nameOf(mark: LeadMark, value: string, answer: NewLeads | undefined): string {
  return answer?.by[markWords[mark].by].find((slice) => slice.value === value)?.name ?? (mark === 'status' ? stageName(value) : mark === 'qualification' ? qualificationName(value) : value);
}
