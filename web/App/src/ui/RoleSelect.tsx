import { Select } from '@mantine/core';
import form from './Form.module.css';
import { roles, roleWords } from './roles';

/** A role, and below it what that role may. */
export function RoleSelect({ value, onChange }: { value: string; onChange: (role: string) => void }) {
  return (
    <Select
      label="Role"
      description={roleWords[value]}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      classNames={{ label: form.label }}
      data={roles.map((role) => ({ value: role, label: role }))}
      value={value}
      onChange={(role) => role !== null && onChange(role)}
      allowDeselect={false}
      data-testid="role"
    />
  );
}
