import { Button, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { Plus } from 'lucide-react';
import { type Report, useSaveReports } from '../../api/reports';
import { Answers, Dialog } from '../../ui/Dialog';
import { Failed } from '../../ui/Failed';
import form from '../../ui/Form.module.css';
import { notifyDone } from '../../ui/notifyDone';
import classes from './Seo.module.css';
import { kindOf, kindWords } from './words';

const most = 12;

/** Which reports the page shows, and in which order: an Admin's to say. */
export function ReportsDialog({ reports, onClose }: { reports: readonly Report[]; onClose: () => void }) {
  const save = useSaveReports();
  const entries = useForm({
    initialValues: { items: reports.length === 0 ? [{ title: '', address: '' }] : reports.map(({ title, open }) => ({ title, address: open })) },
    validate: {
      items: {
        title: isNotEmpty('Write what stands above it.'),
        address: (address) => (kindOf(address) === null ? 'Only https addresses of lookerstudio.google.com and docs.google.com are shown here.' : null),
      },
    },
  });
  const { items } = entries.values;
  const submit = entries.onSubmit((values) =>
    save.mutate(values.items.map(({ title, address }) => ({ title: title.trim(), address: address.trim() })), {
      onSuccess: () => {
        notifyDone('The reports are saved.');
        onClose();
      },
    }),
  );

  return (
    <Dialog
      title="Reports of this page"
      about="Copy the address of a Looker Studio report (Share, Embed report) or of a Google spreadsheet. Who it is not shared with will not see it here either."
      wide
      onClose={onClose}
      testId="reports-dialog"
    >
      <form className={form.form} onSubmit={submit} noValidate>
        <Failed cause={save.error} />
        {items.map(({ address }, index) => {
          const kind = kindOf(address);
          return (
            <fieldset key={entries.key(`items.${index}`)} className={classes.entry} aria-label={`Report ${index + 1}`}>
              <TextInput label="Title" classNames={{ label: form.label }} maxLength={100} {...entries.getInputProps(`items.${index}.title`)} data-testid="report-title" />
              <TextInput
                label="Address" classNames={{ label: form.label }} maxLength={2000} inputMode="url" placeholder="https://lookerstudio.google.com/embed/reporting/…"
                {...entries.getInputProps(`items.${index}.address`)} data-testid="report-address"
              />
              <div className={classes.entryFoot}>
                <span data-testid="report-kind">{kind === null ? 'Not recognised yet' : kindWords[kind]}</span>
                <Button size="compact-sm" variant="subtle" color="gray" onClick={() => entries.removeListItem('items', index)} aria-label={`Remove report ${index + 1}`}>
                  Remove
                </Button>
              </div>
            </fieldset>
          );
        })}
        {items.length < most && (
          <Button
            variant="default" size="sm" leftSection={<Plus size={14} strokeWidth={1.75} />} className={form.apart}
            onClick={() => entries.insertListItem('items', { title: '', address: '' })} data-testid="add-report"
          >
            Add a report
          </Button>
        )}
        <Answers>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} data-testid="save-reports">
            Save
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
