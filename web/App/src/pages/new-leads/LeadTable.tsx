import { Skeleton } from '@mantine/core';
import { fileAddress } from '../../api/analytics';
import { type NewLeadsFilter, useReceivedLeads } from '../../api/newLeads';
import type { ReceivedLead } from '../../api/types';
import type { LeadMark } from '../../filters/search';
import { formatDay, formatRange } from '../../format/dates';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Downloads } from '../../ui/Downloads';
import { Empty } from '../../ui/Empty';
import { LoadMore } from '../../ui/LoadMore';
import { Missing } from '../../ui/Missing';
import { Pick } from '../../ui/Pick';
import { QueryState } from '../../ui/QueryState';
import { qualificationName, stageName } from './marks';

interface LeadTableProps {
  filter: NewLeadsFilter;
  onPick: (mark: LeadMark, value: string) => void;
}

/** The leads behind the figures, the latest first. */
export function LeadTable({ filter, onPick }: LeadTableProps) {
  const leads = useReceivedLeads(filter);
  const picked = (mark: LeadMark, value: string, name: string) => <Pick label={name} about={`Show only ${name}`} onPick={() => onPick(mark, value)} />;

  const columns: Column<ReceivedLead>[] = [
    { id: 'name', header: 'Lead', cell: (row) => row.name || <Missing why="The lead gave no name." /> },
    { id: 'day', header: 'Received', cell: (row) => formatDay(row.day) },
    { id: 'channel', header: 'Channel', cell: (row) => picked('channel', row.channel, row.channelName ?? row.channel) },
    { id: 'campaign', header: 'Campaign', cell: (row) => (row.campaign === '(none)' ? <Missing why="No campaign is known." /> : picked('campaign', row.campaign, row.campaignName)) },
    { id: 'board', header: 'Board', cell: (row) => picked('board', row.board, row.boardName ?? row.board) },
    { id: 'qualification', header: 'Judgement', cell: (row) => picked('qualification', row.qualification, qualificationName(row.qualification)) },
    { id: 'status', header: 'Status', cell: (row) => picked('status', row.status, stageName(row.status)) },
    { id: 'owner', header: 'Owner', cell: (row) => (row.owner === 'Unassigned' ? <Missing why="Nobody owns it yet." /> : picked('owner', row.owner, row.owner)) },
    { id: 'closedAfter', header: 'Days to close', align: 'right', cell: (row) => row.closedAfter ?? <Missing why="No deal was won with it." /> },
  ];

  return (
    <Card
      title="Who wrote"
      about={`${filter.from === filter.to ? formatDay(filter.from) : formatRange(filter.from, filter.to)}, the latest first.`}
      controls={
        <Downloads of={(format) => fileAddress('new-leads/leads', format, filter)} testId="leads" />
      }
      testId="leads"
    >
      <QueryState of={leads} loading={<Skeleton h={320} m="lg" mt={0} w="auto" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Empty reason="Nobody wrote in these days under these filters." wayOut="Choose another day or remove a filter." linkToData={false} />
          ) : (
            <div>
              <DataTable label="Leads" columns={columns} rows={rows} keyOf={(row) => row.id} testId="table-leads" />
              <LoadMore of={leads} shown={rows.length} what={['lead', 'leads']} />
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}
