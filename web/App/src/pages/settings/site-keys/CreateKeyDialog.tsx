import { Button, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { SiteKey } from '../../../api/accounts';
import { useCreateSiteKey } from '../../../api/organisation';
import { Answers, Dialog } from '../../../ui/Dialog';
import { Failed } from '../../../ui/Failed';
import classes from '../../../ui/Form.module.css';
import { originOf } from './origins';

export function CreateKeyDialog({ onCreated, onClose }: { onCreated: (key: SiteKey) => void; onClose: () => void }) {
  const create = useCreateSiteKey();
  const form = useForm({
    initialValues: { name: '', origins: [] as string[] },
    validate: {
      name: (name) => (name.trim() === '' ? 'Write which website this is for.' : null),
      origins: (origins) => {
        const wrong = origins.find((origin) => originOf(origin) === null);
        return origins.length === 0 ? 'Name at least one website.' : wrong === undefined ? null : `${wrong} is no https address.`;
      },
    },
  });
  const submit = form.onSubmit(({ name, origins }) =>
    create.mutate({ name: name.trim(), origins: [...new Set(origins.map((origin) => originOf(origin) ?? origin))] }, { onSuccess: onCreated }),
  );

  return (
    <Dialog title="New site key" onClose={onClose} testId="key-dialog">
      <form className={classes.form} onSubmit={submit} noValidate>
        <Failed cause={create.error} />
        <TextInput label="Name" classNames={{ label: classes.label }} maxLength={100} data-autofocus {...form.getInputProps('name')} data-testid="key-name" />
        <TagsInput
          label="Websites"
          description="Addresses the key works from, each followed by Enter: https://www.example.com"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          classNames={{ label: classes.label }}
          acceptValueOnBlur
          {...form.getInputProps('origins')}
          data-testid="key-origins"
        />
        <Answers>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} data-testid="save-key">
            Create
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
