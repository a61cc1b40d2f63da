import { Button } from '@mantine/core';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Page } from '../../../ui/Page';
import { Invitations } from './Invitations';
import { InviteDialog } from './InviteDialog';
import { Members } from './Members';

/** Who works here, as what, and who was asked to. */
export function PeoplePage() {
  const [inviting, setInviting] = useState(false);

  return (
    <Page
      title="People"
      action={
        <Button leftSection={<UserPlus size={16} strokeWidth={1.75} />} onClick={() => setInviting(true)} data-testid="invite">
          Invite
        </Button>
      }
    >
      <Members />
      <Invitations />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}
