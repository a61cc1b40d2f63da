import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useState } from 'react';
import type { NewApiClient } from '../../../api/accounts';
import { Answers, Dialog } from '../../../ui/Dialog';
import { Failed } from '../../../ui/Failed';
import formClasses from '../../../ui/Form.module.css';
import { RoleSelect } from '../../../ui/RoleSelect';
import classes from './CreateClientDialog.module.css';
import { deeds, endOf, services } from './scopes';

interface CreateClientDialogProps {
  pending: boolean;
  problem: Error | null;
  onCreate: (client: NewApiClient) => void;
  onClose: () => void;
}

const lifetimes = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never' },
];

export function CreateClientDialog({ pending, problem, onCreate, onClose }: CreateClientDialogProps) {
  const [role, setRole] = useState('Viewer');
  const [scopes, setScopes] = useState<string[]>(['analytics:read']);
  const [days, setDays] = useState('365');
  const form = useForm({ mode: 'uncontrolled', initialValues: { name: '' }, validate: { name: isNotEmpty('Write which program this is for.') } });

  return (
    <Dialog title="New API client" onClose={onClose} testId="client-dialog">
      <form className={formClasses.form} onSubmit={form.onSubmit(({ name }) => onCreate({ name: name.trim(), role, scopes, expiresAt: endOf(days, new Date()) }))} noValidate>
        <Failed cause={problem} />
        <TextInput
          label="Name" description="The program it is for, as you will look for it later." inputWrapperOrder={['label', 'input', 'description', 'error']}
          classNames={{ label: formClasses.label }} maxLength={100} data-autofocus key={form.key('name')} {...form.getInputProps('name')} data-testid="client-name"
        />
        <RoleSelect value={role} onChange={setRole} />
        <Checkbox.Group label="Scopes" classNames={{ label: formClasses.label }} value={scopes} onChange={setScopes}>
          <div className={classes.scopes}>
            {services.map(({ id, label, about }) => (
              <div key={id} className={classes.service} role="group" aria-label={label}>
                <span>
                  {label}
                  <span className={formClasses.sub}>{about}</span>
                </span>
                {deeds.map((deed) => (
                  <Checkbox key={deed.id} value={`${id}:${deed.id}`} label={deed.label} data-testid={`scope-${id}-${deed.id}`} />
                ))}
              </div>
            ))}
          </div>
        </Checkbox.Group>
        <Select label="Ends" classNames={{ label: formClasses.label }} data={lifetimes} value={days} onChange={(value) => setDays(value ?? '365')} allowDeselect={false} data-testid="client-ends" />
        <Answers>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={scopes.length === 0} loading={pending} data-testid="save-client">
            Create
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
