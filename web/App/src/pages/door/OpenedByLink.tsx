import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OpenInvitation } from '../../api/accounts';
import { Door } from './Door';
import classes from './Door.module.css';
import { isExpired } from './LinkExpired';
import { Refusal } from './Refusal';

interface OpenedByLinkProps {
  of: { data: OpenInvitation | undefined; error: Error | null; refetch: () => unknown };
  token: string;
  title: string;
  expired: ReactNode;
  children: (open: OpenInvitation) => ReactNode;
}

/** Asks what the link from the mail opens before it shows a form for it. */
export function OpenedByLink({ of, token, title, expired, children }: OpenedByLinkProps) {
  if (token === '' || isExpired(of.error)) {
    return expired;
  }

  if (of.data !== undefined) {
    return children(of.data);
  }

  return (
    <Door title={title}>
      {of.error ? (
        <div className={classes.form}>
          <Refusal cause={of.error} testId="link-problem" />
          <Button size="md" variant="default" onClick={() => void of.refetch()}>
            Try again
          </Button>
        </div>
      ) : (
        <div className={classes.form} aria-busy>
          <Skeleton h={60} />
          <Skeleton h={60} />
        </div>
      )}
    </Door>
  );
}
