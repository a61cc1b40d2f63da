import { Button, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import type { Profile } from '../../api/accounts';
import { useRename } from '../../api/profile';
import { Card } from '../../ui/Card';
import { Fact, Facts } from '../../ui/Facts';
import { Failed } from '../../ui/Failed';
import classes from '../../ui/Form.module.css';
import { notifyDone } from '../../ui/notifyDone';
import { roleWords } from '../../ui/roles';
import { When } from '../../ui/When';
import { Logins } from './Logins';

export function NameCard({ profile }: { profile: Profile }) {
  const rename = useRename();
  const form = useForm({ mode: 'uncontrolled', initialValues: { name: profile.name }, validate: { name: isNotEmpty('Write your name.') } });
  const save = form.onSubmit(({ name }) => rename.mutate(name.trim(), { onSuccess: () => notifyDone('Your name is changed.') }));

  return (
    <Card title="You" testId="profile-you">
      <div className={classes.inside}>
        <form className={classes.form} onSubmit={save} noValidate>
          <Failed cause={rename.error} />
          <TextInput label="Name" classNames={{ label: classes.label }} autoComplete="name" maxLength={200} key={form.key('name')} {...form.getInputProps('name')} data-testid="profile-name" />
          <div className={classes.row}>
            <Button type="submit" size="sm" variant="default" loading={rename.isPending} data-testid="save-name">
              Save the name
            </Button>
          </div>
        </form>
        <Facts>
          <Fact name="E-mail">{profile.email}</Fact>
          <Fact name="Role" why={roleWords[profile.role]}>
            {profile.role}
          </Fact>
          {profile.salesNames.length > 0 && <Fact name="In sales as">{profile.salesNames.join(', ')}</Fact>}
          {profile.logins.length > 0 && (
            <Fact name="Also signs in with">
              <Logins logins={profile.logins} />
            </Fact>
          )}
          <Fact name="Account since">
            <When instant={profile.createdAt} />
          </Fact>
        </Facts>
      </div>
    </Card>
  );
}
