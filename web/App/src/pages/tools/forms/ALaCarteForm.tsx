import { Button } from '@mantine/core';
import { PencilLine } from 'lucide-react';
import type { PriceContent } from '../../../api/documents';
import { type ALaCarteDraft, aLaCarteRows, emptyALaCarte, emptyOwnLine, faultsOfALaCarte } from './aLaCarte';
import columns from './columns.module.css';
import { Discount } from './Discount';
import { DocumentForm, type FormProps } from './DocumentForm';
import { Amount, Area, Choose, type Option, Pair, Text, Tick } from './fields';
import { itemOptions, priceOf } from './options';
import { Rows } from './Rows';
import { Section } from './Section';
import type { FieldsProps, FormSpec } from './spec';

const spec: FormSpec<ALaCarteDraft> = { kind: 'a-la-carte', empty: emptyALaCarte, rows: aLaCarteRows, faultsOf: faultsOfALaCarte, Fields };

export function ALaCarteForm(props: FormProps) {
  return <DocumentForm spec={spec} {...props} />;
}

function Fields({ form, catalog: { prices } }: FieldsProps<ALaCarteDraft>) {
  const { lines } = form.getValues();
  const items = itemOptions(prices);

  return (
    <>
      <Section title="Client and project">
        <Pair>
          <Text form={form} place="client.company" label="Company" needed most={200} />
          <Text form={form} place="project.name" label="Project" needed placeholder="Spring 2027" most={120} />
          <Text form={form} place="client.contact" label="Contact" most={200} />
          <Text form={form} place="client.email" label="E-mail" type="email" most={200} />
        </Pair>
      </Section>
      <Section title="Lines" about="From the price list, or of its own with a name and a price. What is free shows its price as complimentary.">
        <Rows
          form={form} place="lines" what="line" empty={emptyOwnLine} headings={['Item', 'Quantity', 'Price each', 'Free']} className={columns.ownLine} most={120}
          more={
            <Button
              variant="default" size="sm" leftSection={<PencilLine size={14} strokeWidth={1.75} />} disabled={lines.length >= 120} data-testid="add-own-line"
              onClick={() => {
                form.insertListItem('lines', { ...emptyOwnLine, unit: 'piece' });
                requestAnimationFrame(() => (form.getInputNode(`lines.${lines.length}.name`) as HTMLElement | null)?.focus());
              }}
            >
              Add one of its own
            </Button>
          }
        >
          {(row, index) => (
            <>
              <Item form={form} row={row} line={lines[index] ?? emptyOwnLine} items={items} />
              <Amount form={form} inRow place={`${row}.quantity`} label="Quantity" unit="" />
              <Amount form={form} inRow place={`${row}.price`} label="Price each" unit={prices.currency} placeholder={listed(prices, lines[index])} />
              <Tick form={form} inRow place={`${row}.free`} label="Free" />
            </>
          )}
        </Rows>
      </Section>
      <Section title="Discount and notes">
        <Discount form={form} currency={prices.currency} />
        <Area form={form} place="notes" label="Notes" rows={2} most={2000} />
        <Pair>
          <Text form={form} place="date" label="Date" type="date" about="Empty: the day it is made." />
        </Pair>
      </Section>
    </>
  );
}

/** A line of its own is known by its name or unit; until one of them stands there, an item is chosen. */
function Item({ form, row, line, items }: { form: FieldsProps<ALaCarteDraft>['form']; row: string; line: typeof emptyOwnLine; items: { group: string; items: Option[] }[] }) {
  const isOwn = line.item === '' && (line.name !== '' || line.unit !== '');

  return (
    <div className={columns.item}>
      {isOwn ? (
        <>
          <div className={columns.own}>
            <Text form={form} inRow place={`${row}.name`} label="Name" placeholder="Studio day" most={200} />
            <Text form={form} inRow place={`${row}.unit`} label="Unit" placeholder="Unit" most={24} />
          </div>
          <Text form={form} inRow place={`${row}.description`} label="Description" placeholder="Description" most={400} />
        </>
      ) : (
        <Choose form={form} inRow place={`${row}.item`} label="Item" options={items} searchable />
      )}
    </div>
  );
}

function listed(prices: PriceContent, line: typeof emptyOwnLine | undefined): string | undefined {
  return line ? priceOf(prices, line.item, line.quantity)?.toFixed(2) : undefined;
}
