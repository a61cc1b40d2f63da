import { Skeleton } from '@mantine/core';
import { useCredentials } from '../../../api/sync';
import { Cards } from '../../../ui/Card';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { VendorCard } from './VendorCard';

/** What the connectors sign in with at the vendors. Nothing that was written here is ever shown again. */
export function CredentialsPage() {
  const credentials = useCredentials();

  return (
    <Page title="Credentials">
      <QueryState of={credentials} loading={<Cards><Skeleton h={260} /><Skeleton h={260} /></Cards>}>
        {({ items }) => (
          <Cards>
            {items.map((credential) => (
              <VendorCard key={credential.vendor} credential={credential} />
            ))}
          </Cards>
        )}
      </QueryState>
    </Page>
  );
}
