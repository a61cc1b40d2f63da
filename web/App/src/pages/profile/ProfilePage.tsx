import { Skeleton } from '@mantine/core';
import { useProfile } from '../../api/profile';
import { seesCompany, useSession } from '../../api/session';
import { Cards } from '../../ui/Card';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { AlertsCard } from './AlertsCard';
import { NameCard } from './NameCard';
import { OrganisationsCard } from './OrganisationsCard';
import { PasswordCard } from './PasswordCard';
import { SecondFactorCard } from './SecondFactorCard';
import { SessionsCard } from './SessionsCard';

/** What a person keeps in order about their own account. */
export function ProfilePage() {
  const profile = useProfile();
  const { user } = useSession();

  return (
    <Page title="Your profile">
      <QueryState of={profile} loading={<Loading />}>
        {(own) => (
          <>
            <Cards>
              <NameCard profile={own} />
              <PasswordCard email={own.email} />
              <SecondFactorCard profile={own} />
              {seesCompany(user.role) && <AlertsCard />}
              <OrganisationsCard organisations={own.organisations} />
            </Cards>
            <SessionsCard />
          </>
        )}
      </QueryState>
    </Page>
  );
}

function Loading() {
  return (
    <Cards>
      <Skeleton h={280} />
      <Skeleton h={280} />
      <Skeleton h={200} />
      <Skeleton h={200} />
    </Cards>
  );
}
