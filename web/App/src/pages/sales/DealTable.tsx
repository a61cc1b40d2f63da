import { Skeleton } from '@mantine/core';
import { fileAddress, type SalesFilter, useDeals } from '../../api/analytics';
import type { Deal } from '../../api/types';
import { formatDay } from '../../format/dates';
import { money } from '../../format/numbers';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { Downloads } from '../../ui/Downloads';
import { Empty } from '../../ui/Empty';
import { LoadMore } from '../../ui/LoadMore';
import { Missing } from '../../ui/Missing';
import { QueryState } from '../../ui/QueryState';

interface DealTableProps {
  filter: SalesFilter;
  channels: readonly { id: string; name: string | null }[];
}

export function DealTable({ filter, channels }: DealTableProps) {
  const deals = useDeals(filter);

  const columns: Column<Deal>[] = [
    { id: 'name', header: 'Deal', cell: (row) => row.name },
    { id: 'dealNo', header: 'No.', cell: (row) => row.dealNo ?? <Missing why="The deal has no number at the source." /> },
    { id: 'client', header: 'Client', cell: (row) => row.client ?? <Missing why="The deal names no client." /> },
    { id: 'rep', header: 'Salesperson', cell: (row) => row.rep },
    { id: 'category', header: 'Category', cell: (row) => row.category },
    { id: 'channel', header: 'Channel', cell: (row) => channels.find(({ id }) => id === row.channel)?.name ?? row.channel },
    { id: 'closedOn', header: 'Closed', align: 'right', cell: (row) => formatDay(row.closedOn) },
    { id: 'amount', header: 'Amount', align: 'right', cell: (row) => money(row.amount, row.currency) },
  ];

  return (
    <Card
      title="Deals"
      about="Won, the latest first."
      controls={
        <Downloads of={(format) => fileAddress('sales/deals', format, filter)} testId="deals" />
      }
    >
      <QueryState of={deals} loading={<Skeleton h={320} m="lg" mt={0} w="auto" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Empty reason="No deal was won in these days under these filters." wayOut="Choose another range or remove a filter." />
          ) : (
            <div>
              <DataTable label="Deals" columns={columns} rows={rows} keyOf={(row) => row.id} testId="table-deals" />
              <LoadMore of={deals} shown={rows.length} what={['deal', 'deals']} />
            </div>
          );
        }}
      </QueryState>
    </Card>
  );
}
