import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { PriceList } from '../../../api/documents';
import { Problem } from '../../../api/problem';
import { useSavePrices } from '../../../api/prices';
import { Card } from '../../../ui/Card';
import { Failed } from '../../../ui/Failed';
import shared from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import columns from '../forms/columns.module.css';
import { Amount, Text } from '../forms/fields';
import { placed } from '../forms/inputs';
import { Rows } from '../forms/Rows';
import { contentOf, differencesOf, draftOfPrices, emptyItem, faultsOfPrices, houseWords, type PricesDraft } from './draft';
import { Differences } from '../../leads/rules/Differences';
import classes from './Prices.module.css';
import { PricesChanged } from './PricesChanged';

const examples: Partial<Record<keyof typeof houseWords, string>> = { legalName: 'The organisation’s name', signatoryTitle: 'Managing Director', jurisdiction: 'the State of California' };

/** The price list as a form. Saved with a note as a new version; what another has saved meanwhile is shown and not written over. */
export function PriceEditor({ list, onClose }: { list: PriceList; onClose: () => void }) {
  const save = useSavePrices();
  // What the form began with: saving says so, and nobody's change is lost to another's.
  const [base, setBase] = useState(list);
  const form = useForm<PricesDraft>({ initialValues: draftOfPrices(list.content), validate: faultsOfPrices, validateInputOnBlur: true });
  const draft = form.getValues();
  const isFine = Object.keys(faultsOfPrices(draft)).length === 0;
  const content = isFine ? contentOf(draft, base.content) : null;
  const changes = content === null ? [] : differencesOf(base.content, content);
  const theirs = list.version !== base.version ? list : null;
  const { currency } = base.content;

  const submit = form.onSubmit(({ note }) => {
    if (content !== null) {
      save.mutate({ basedOn: base.version, content, note: note.trim() }, {
        onSuccess: ({ version }) => {
          notifyDone(`Version ${version} is in force.`, 'Documents made from now on are priced by it; those there are stay as they are.');
          onClose();
        },
        onError: (cause) => {
          const problems = Object.fromEntries(Object.entries(Problem.from(cause).errors).map(([path, words]) => [path.replace(/^content\.?/, ''), words]));
          form.setErrors(placed(problems, form.getValues()).fields);
        },
      });
    }
  });

  return (
    <form className={classes.editor} onSubmit={submit} noValidate data-testid="price-editor">
      {theirs && (
        <PricesChanged
          base={base} theirs={theirs}
          onTake={() => {
            setBase(theirs);
            form.setValues(draftOfPrices(theirs.content));
            form.clearErrors();
            save.reset();
          }}
          onKeep={() => {
            setBase(theirs);
            save.reset();
          }}
        />
      )}
      <Card title="Packages" about="What one style costs in each.">
        <div className={shared.inside}>
          {draft.packages.map(({ code }, index) => (
            <div key={code} className={classes.packageRow} role="group" aria-label={`Package ${index + 1}`}>
              <Text form={form} place={`packages.${index}.name`} label="Name" most={80} />
              <Text form={form} place={`packages.${index}.summary`} label="In a line" most={200} />
              <Amount form={form} place={`packages.${index}.pricePerStyle`} label="Per style" unit={currency} />
            </div>
          ))}
        </div>
      </Card>
      <Card title="Items" about="An item that is removed leaves the packages too. Tiers of quantity stay as they are.">
        <div className={shared.inside}>
          <Rows form={form} place="items" what="item" empty={emptyItem} headings={['Name', 'Group', 'Unit', 'Price']} className={columns.priceItem} most={400}>
            {(row) => (
              <>
                <Text form={form} inRow place={`${row}.name`} label="Name" most={80} />
                <Text form={form} inRow place={`${row}.group`} label="Group" most={40} />
                <Text form={form} inRow place={`${row}.unit`} label="Unit" most={24} />
                <Amount form={form} inRow place={`${row}.unitPrice`} label="Price" unit={currency} />
              </>
            )}
          </Rows>
        </div>
      </Card>
      <Card title="The house" about="How it writes of itself in contracts, decks and workbooks.">
        <div className={`${shared.inside} ${classes.house}`}>
          {(Object.entries(houseWords) as [keyof typeof houseWords, string][]).map(([word, label]) => (
            <Text key={word} form={form} place={`house.${word}`} label={label} type={word === 'email' ? 'email' : undefined} placeholder={examples[word]} most={120} />
          ))}
        </div>
      </Card>
      <div className={classes.save}>
        {changes.length > 0 && <Differences of={changes} />}
        <TextInput label="Why" placeholder="A note for those who come after you" maxLength={500} classNames={{ label: shared.label }} {...form.getInputProps('note')} data-testid="prices-note" />
        {!isConflict(save.error) && <Failed cause={save.error} />}
        <div className={shared.row}>
          <Button type="submit" loading={save.isPending} disabled={theirs !== null || (isFine && changes.length === 0)} data-testid="save-prices">
            Put in force
          </Button>
          <Button variant="default" onClick={onClose}>
            Leave without saving
          </Button>
          <span className={shared.quiet} aria-live="polite">{!isFine ? 'Something is to be mended above.' : changes.length === 0 ? 'Nothing is changed yet.' : changes.length === 1 ? 'One change.' : `${changes.length} changes.`}</span>
        </div>
      </div>
    </form>
  );
}

function isConflict(error: Error | null): boolean {
  return error instanceof Problem && error.type === 'prices-changed';
}
