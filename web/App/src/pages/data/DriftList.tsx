import { Skeleton } from '@mantine/core';
import { useOpenDrift } from '../../api/sync';
import { Card } from '../../ui/Card';
import { LoadMore } from '../../ui/LoadMore';
import { QueryState } from '../../ui/QueryState';
import { DriftProposal } from './DriftProposal';

/** Columns that no longer match the mapping. Nothing to decide, nothing shown. */
export function DriftList() {
  const drift = useOpenDrift();

  return (
    <QueryState of={drift} loading={<Skeleton h={60} />}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        return items.length === 0 ? null : (
          <Card
            title="Changed columns"
            about="The board no longer looks the way its mapping says. The last good data stays until someone decides."
            testId="drift"
          >
            <ul>
              {items.map((item) => (
                <DriftProposal key={item.id} drift={item} />
              ))}
            </ul>
            {drift.hasNextPage && <LoadMore of={drift} shown={items.length} what={['proposal', 'proposals']} />}
          </Card>
        );
      }}
    </QueryState>
  );
}
