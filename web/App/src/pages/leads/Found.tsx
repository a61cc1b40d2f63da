import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from '../../api/problem';
import { Empty } from '../../ui/Empty';
import { QueryState } from '../../ui/QueryState';

interface FoundProps<Answer> {
  of: UseQueryResult<Answer>;
  /** What is looked for: "enquiry". */
  what: string;
  loading: ReactNode;
  children: (answer: Answer) => ReactNode;
}

/** One thing under its own address. That it is not there is an answer and no failure: nothing is gained by asking again. */
export function Found<Answer>({ of, what, loading, children }: FoundProps<Answer>) {
  return of.error instanceof Problem && of.error.status === 404 ? (
    <Empty reason={`There is no ${what} at this address.`} wayOut="It was removed, or the address was cut off when it was copied." linkToData={false} />
  ) : (
    <QueryState of={of} loading={loading}>
      {children}
    </QueryState>
  );
}
