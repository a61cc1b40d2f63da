import { Button } from '@mantine/core';
import { count } from '../format/numbers';
import classes from './LoadMore.module.css';

interface LoadMoreProps {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  shown: number;
  /** One and many: ["campaign", "campaigns"]. */
  what: readonly [one: string, many: string];
}

/** Below a list of pages: how many are shown, and the next ones. */
export function LoadMore({ of, shown, what }: LoadMoreProps) {
  return (
    <div className={classes.more}>
      <span>
        {of.hasNextPage ? `The first ${count(shown)} ${what[1]}` : `${count(shown)} ${what[shown === 1 ? 0 : 1]}`}
      </span>
      {of.hasNextPage && (
        <Button variant="default" size="sm" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()} data-testid="load-more">
          Load more
        </Button>
      )}
    </div>
  );
}
