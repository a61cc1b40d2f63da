import { Button, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { Person } from '../../../api/accounts';
import { useChangePerson, useRemovePerson } from '../../../api/organisation';
import { useSession } from '../../../api/session';
import { Confirm } from '../../../ui/Confirm';
import { Answers, Dialog } from '../../../ui/Dialog';
import { Failed } from '../../../ui/Failed';
import classes from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { RoleSelect } from '../../../ui/RoleSelect';

/** Role and sales names of a member, and the way to let somebody go. */
export function PersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { organisation } = useSession();
  const [role, setRole] = useState(person.role);
  const [salesNames, setSalesNames] = useState(person.salesNames);
  const [removing, setRemoving] = useState(false);
  const change = useChangePerson();
  const remove = useRemovePerson();

  const save = () =>
    change.mutate(
      { id: person.id, role: role === person.role ? null : role, salesNames: same(salesNames, person.salesNames) ? null : salesNames },
      {
        onSuccess: () => {
          notifyDone(`${person.name} is changed.`);
          onClose();
        },
      },
    );

  if (removing) {
    return (
      <Confirm
        title={`Remove ${person.name}?`}
        about={`${person.email} is signed out and no longer sees anything of ${organisation.name}. What they did stays in the audit.`}
        word="Remove"
        pending={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate(person.id, { onSuccess: onClose })}
        onClose={() => setRemoving(false)}
      />
    );
  }

  return (
    <Dialog title={person.name} about={person.email} onClose={onClose} testId="person-dialog">
      <div className={classes.form}>
        <Failed cause={change.error} />
        <RoleSelect value={role} onChange={setRole} />
        <TagsInput
          label="In sales as"
          description="How the sales board names this person. An Agent sees the rows with one of these names, nobody else's."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          classNames={{ label: classes.label }}
          placeholder={salesNames.length === 0 ? 'A name, then Enter' : ''}
          value={salesNames}
          onChange={setSalesNames}
          acceptValueOnBlur
          data-testid="sales-names"
        />
        <Answers>
          <Button className={classes.apart} variant="subtle" color="gray" onClick={() => setRemoving(true)} data-testid="remove-person">
            Remove…
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={change.isPending} onClick={save} data-testid="save-person">
            Save
          </Button>
        </Answers>
      </div>
    </Dialog>
  );
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, index) => name === others[index]);
}
