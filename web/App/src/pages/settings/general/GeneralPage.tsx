import { Button, Select, Skeleton, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import type { Organisation } from '../../../api/accounts';
import { useChangeOrganisation, useOrganisation } from '../../../api/organisation';
import { Card, Cards } from '../../../ui/Card';
import { CopyButton } from '../../../ui/CopyButton';
import { Fact, Facts } from '../../../ui/Facts';
import { Failed } from '../../../ui/Failed';
import classes from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { Page } from '../../../ui/Page';
import { QueryState } from '../../../ui/QueryState';
import { zones } from '../../door/zones';
import { currencies } from './currencies';

export function GeneralPage() {
  const organisation = useOrganisation();

  return (
    <Page title="General">
      <QueryState of={organisation} loading={<Skeleton h={240} />}>
        {(found) => (
          <Cards>
            <Name organisation={found} />
            <DaysAndMoney organisation={found} />
          </Cards>
        )}
      </QueryState>
    </Page>
  );
}

function Name({ organisation }: { organisation: Organisation }) {
  const rename = useChangeOrganisation();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: organisation.name },
    validate: { name: isNotEmpty('Write what the organisation is called.') },
  });
  const save = form.onSubmit(({ name }) => rename.mutate({ name: name.trim() }, { onSuccess: () => notifyDone('The organisation is renamed.') }));

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

function DaysAndMoney({ organisation }: { organisation: Organisation }) {
  const change = useChangeOrganisation();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { timeZone: organisation.timeZone as string | null, currency: organisation.currency as string | null },
    validate: { timeZone: isNotEmpty('Choose the time zone your days begin in.'), currency: isNotEmpty('Choose the currency of your amounts.') },
  });
  const save = form.onSubmit(({ timeZone, currency }) =>
    change.mutate({ timeZone, currency }, { onSuccess: () => notifyDone('Days and money are changed.') }),
  );

  return (
    <Card title="Days and money" about="Can be changed until the first data is read; every stored figure belongs to such a day and is in this currency." testId="organisation-days">
      <form className={`${classes.inside} ${classes.form}`} onSubmit={save} noValidate>
        <Failed cause={change.error} />
        <Select
          label="Time zone" classNames={{ label: classes.label }} data={zones()} searchable limit={100} nothingFoundMessage="No time zone goes by that name."
          key={form.key('timeZone')} {...form.getInputProps('timeZone')} data-testid="organisation-time-zone"
        />
        <Select
          label="Currency" classNames={{ label: classes.label }} data={currencies()} searchable limit={100} nothingFoundMessage="No currency goes by that name."
          key={form.key('currency')} {...form.getInputProps('currency')} data-testid="organisation-currency"
        />
        <div className={classes.row}>
          <Button type="submit" size="sm" variant="default" loading={change.isPending} data-testid="save-organisation-days">
            Save days and money
          </Button>
        </div>
      </form>
      <div className={classes.inside}>
        <Facts>
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
