import { Button } from '@mantine/core';
import type { Membership } from '../../api/accounts';
import { useSwitchOrganisation } from '../../api/session';
import { Card } from '../../ui/Card';
import form from '../../ui/Form.module.css';
import { notifyProblem } from '../../ui/notifyProblem';
import { Status } from '../../ui/Status';
import classes from './OrganisationsCard.module.css';

export function OrganisationsCard({ organisations }: { organisations: readonly Membership[] }) {
  const change = useSwitchOrganisation();

  return (
    <Card title="Organisations" about="Each has its own figures, people and rights." testId="profile-organisations">
      <ul className={classes.list}>
        {organisations.map(({ id, name, role, current }) => (
          <li key={id} className={classes.organisation} data-testid="membership" data-key={id}>
            <span>
              {name}
              <span className={form.sub}>{role}</span>
            </span>
            {current ? (
              <Status tone="plain">You are here</Status>
            ) : (
              <Button size="xs" variant="default" loading={change.isPending && change.variables === id} disabled={change.isPending} onClick={() => change.mutate(id, { onError: notifyProblem })}>
                Go there
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
