import { Select } from '@mantine/core';
import type { Role } from '../api/accounts';
import form from './Form.module.css';
import { roles, roleWords } from './roles';

/** A role, and below it what that role may. */
export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Select
      label="Role"
      description={roleWords[value]}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      classNames={{ label: form.label }}
      data={roles.map((role) => ({ value: role, label: role }))}
      value={value}
      onChange={(role) => role !== null && onChange(role as Role)}
      allowDeselect={false}
      data-testid="role"
    />
  );
}
