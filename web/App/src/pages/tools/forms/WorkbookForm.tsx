import { money } from '../../../format/numbers';
import columns from './columns.module.css';
import { Discount } from './Discount';
import { DocumentForm, type FormProps } from './DocumentForm';
import { Amount, Area, Cards, Choose, Pair, Text } from './fields';
import { itemOptions, priceOf } from './options';
import { Rows } from './Rows';
import { Section } from './Section';
import type { FieldsProps, FormSpec } from './spec';
import { emptyLine, emptyWorkbook, emptyWorkbookStyle, faultsOfWorkbook, type WorkbookDraft, workbookRows } from './workbook';

const spec: FormSpec<WorkbookDraft> = { kind: 'workbook', empty: emptyWorkbook, rows: workbookRows, faultsOf: faultsOfWorkbook, Fields };

export function WorkbookForm(props: FormProps) {
  return <DocumentForm spec={spec} {...props} />;
}

function Fields({ form, catalog: { prices } }: FieldsProps<WorkbookDraft>) {
  const { lines } = form.getValues();
  const items = itemOptions(prices);
  const complexities = prices.complexities.map(({ code, name, multiplier }) => ({ value: code, label: `${name} · ×${multiplier}` }));

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
      <Section title="Package" about="Its price holds for each style, times how elaborate the style is.">
        <Cards
          form={form} place="package" label="Which package" needed
          options={prices.packages.map(({ code, name, summary, pricePerStyle }) => ({ value: code, label: name, about: summary, aside: <span>{money(pricePerStyle, prices.currency)}</span> }))}
        />
      </Section>
      <Section title="Styles">
        <Rows form={form} place="styles" what="style" empty={emptyWorkbookStyle} headings={['Style', 'Category', 'Complexity', 'Alike']} className={columns.workbookStyle} most={60}>
          {(row) => (
            <>
              <Text form={form} inRow place={`${row}.name`} label="Style" most={200} />
              <Text form={form} inRow place={`${row}.category`} label="Category" most={80} />
              <Choose form={form} inRow place={`${row}.complexity`} label="Complexity" options={complexities} placeholder={prices.complexities[0]?.name} clearable />
              <Amount form={form} inRow place={`${row}.quantity`} label="Alike" unit="" digits={0} />
            </>
          )}
        </Rows>
      </Section>
      <Section title="Beyond the package" about="Items of the price list that come on top. Without a price of its own each costs what the list says.">
        <Rows form={form} place="lines" what="item" empty={emptyLine} headings={['Item', 'Quantity', 'Price each']} className={columns.line} most={60} least={0}>
          {(row, index) => (
            <>
              <Choose form={form} inRow place={`${row}.item`} label="Item" options={items} searchable />
              <Amount form={form} inRow place={`${row}.quantity`} label="Quantity" unit="" />
              <Amount form={form} inRow place={`${row}.price`} label="Price each" unit={prices.currency} placeholder={listed(priceOf(prices, lines[index]?.item ?? '', lines[index]?.quantity ?? 1))} />
            </>
          )}
        </Rows>
      </Section>
      <Section title="Discount and notes">
        <Discount form={form} currency={prices.currency} />
        <Area form={form} place="notes" label="Notes" rows={2} most={2000} about="They stand at the end of the workbook." />
        <Pair>
          <Text form={form} place="date" label="Date" type="date" about="Empty: the day it is made." />
        </Pair>
      </Section>
    </>
  );
}

function listed(price: number | undefined): string | undefined {
  return price?.toFixed(2);
}
