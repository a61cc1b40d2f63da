import { Button, Skeleton, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import type { Organisation } from '../../../api/accounts';
import { useOrganisation, useRenameOrganisation } from '../../../api/organisation';
import { Card, Cards } from '../../../ui/Card';
import { CopyButton } from '../../../ui/CopyButton';
import { Fact, Facts } from '../../../ui/Facts';
import { Failed } from '../../../ui/Failed';
import classes from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';

export function GeneralPage() {
  const organisation = useOrganisation();

  return (
    <Page title="General">
      <QueryState of={organisation} loading={<Skeleton h={240} />}>
        {(found) => (
          <Cards>
            <Name organisation={found} />
            <Fixed organisation={found} />
          </Cards>
        )}
      </QueryState>
    </Page>
  );
}

function Name({ organisation }: { organisation: Organisation }) {
  const rename = useRenameOrganisation();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: organisation.name },
    validate: { name: isNotEmpty('Write what the organisation is called.') },
  });
  const save = form.onSubmit(({ name }) => rename.mutate(name.trim(), { onSuccess: () => notifyDone('The organisation is renamed.') }));

  return (
    <Card title="Name" about="Stands above the navigation, in mails and on invitations." testId="organisation-name">
      <form className={`${classes.inside} ${classes.form}`} onSubmit={save} noValidate>
        <Failed cause={rename.error} />
        <TextInput
          label="Name of the organisation" classNames={{ label: classes.label }} autoComplete="organization" maxLength={200}
          key={form.key('name')} {...form.getInputProps('name')} data-testid="organisation-name-field"
        />
        <div className={classes.row}>
          <Button type="submit" size="sm" loading={rename.isPending} data-testid="save-organisation-name">
            Save the name
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Fixed({ organisation }: { organisation: Organisation }) {
  return (
    <Card title="What stays" about="Chosen when the organisation was opened." testId="organisation-fixed">
      <div className={classes.inside}>
        <Facts>
          <Fact name="Time zone" why="Every stored figure belongs to a day there. Another zone would move figures between days that were already reported.">
            {organisation.timeZone.replaceAll('_', ' ')}
          </Fact>
          <Fact name="Currency" why="Amounts are stored in it and are not converted.">
            {organisation.currency}
          </Fact>
          <Fact name="Id" why="Programs and support ask for it.">
            <span className={classes.row}>
              <code className={classes.code} data-testid="organisation-id">
                {organisation.id}
              </code>
              <CopyButton small text={organisation.id} what="the id of the organisation" />
            </span>
          </Fact>
        </Facts>
      </div>
    </Card>
  );
}
