import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import type { ViewPage } from '../api/accounts';
import { useSession } from '../api/session';
import { useSaveView } from '../api/views';
import { todayIn } from '../format/dates';
import { Answers, Dialog } from '../ui/Dialog';
import { Failed } from '../ui/Failed';
import classes from '../ui/Form.module.css';
import { notifyDone } from '../ui/notifyDone';
import { type PeriodChoice, periodsOf, viewOf } from './view';

/** Keeps the page as it stands under a name. */
export default function SaveViewDialog({ page, onClose }: { page: ViewPage; onClose: () => void }) {
  const { organisation } = useSession();
  const searchStr = useRouterState({ select: (state) => state.location.searchStr });
  const today = todayIn(organisation.timeZone, new Date());
  const periods = periodsOf(page, searchStr, today);
  // Chosen once: sent again after an answer that was lost, it is the same view.
  const [id] = useState(() => crypto.randomUUID());
  const save = useSaveView();
  const form = useForm({
    mode: 'uncontrolled', initialValues: { name: '', period: periods[0]?.value ?? '', shared: false }, validate: { name: isNotEmpty('Write a name for it.') },
  });

  const submit = form.onSubmit(({ name, period, shared }) =>
    save.mutate({ id, name: name.trim(), shared, ...viewOf(page, searchStr, period as PeriodChoice['value'], today) }, {
      onSuccess: (view) => {
        notifyDone(`“${view.name}” is saved.`, view.shared ? `Everybody at ${organisation.name} who may open the page finds it under Views.` : 'You find it under Views and in search.');
        onClose();
      },
    }));

  return (
    <Dialog title="Save this view" about="The page with its filters and period, under a name." onClose={onClose} testId="save-view-dialog">
      <form className={classes.form} onSubmit={submit} noValidate>
        <Failed cause={save.error} />
        <TextInput label="Name" classNames={{ label: classes.label }} maxLength={80} data-autofocus key={form.key('name')} {...form.getInputProps('name')} data-testid="view-name" />
        {periods.length > 1 && (
          <Select label="Period" classNames={{ label: classes.label }} data={periods} allowDeselect={false} key={form.key('period')} {...form.getInputProps('period')} data-testid="view-period" />
        )}
        <Checkbox label={`Share with everybody at ${organisation.name}`} key={form.key('shared')} {...form.getInputProps('shared', { type: 'checkbox' })} data-testid="view-shared" />
        <Answers>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" loading={save.isPending} data-testid="view-save">
            Save the view
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
