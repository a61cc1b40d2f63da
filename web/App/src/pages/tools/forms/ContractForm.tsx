import { useSession } from '../../../api/session';
import { ImageSlots } from '../images/ImageSlots';
import columns from './columns.module.css';
import { contractRows, type ContractDraft, emptyContract, emptyStyle, faultsOfContract } from './contract';
import { DocumentForm, type FormProps } from './DocumentForm';
import { Amount, Area, Cards, Choose, Pair, Text } from './fields';
import { Rows } from './Rows';
import { Section } from './Section';
import type { FieldsProps, FormSpec } from './spec';

const spec: FormSpec<ContractDraft> = { kind: 'contract', empty: emptyContract, rows: contractRows, faultsOf: faultsOfContract, Fields };

export function ContractForm(props: FormProps) {
  return <DocumentForm spec={spec} {...props} />;
}

function Fields({ form, catalog: { templates, prices } }: FieldsProps<ContractDraft>) {
  const { organisation } = useSession();
  const currency = form.getValues().terms.currency.trim().toUpperCase() || prices.currency || organisation.currency;
  const client = { form, inRow: false };

  return (
    <>
      <Section title="Agreement">
        <Cards form={form} place="agreement" label="Which agreement" needed options={templates.agreements.map(({ code, name, description }) => ({ value: code, label: name, about: description }))} />
        <Cards
          form={form} place="schedules" label="Schedules" about="Parts that follow the terms." many
          options={templates.schedules.map(({ code, name, description }) => ({ value: code, label: name, about: description }))}
        />
      </Section>
      <Section title="Client" about="Whom the agreement is with, and who signs it.">
        <Pair>
          <Text {...client} place="client.company" label="Company" needed most={200} />
          <Text {...client} place="client.email" label="E-mail" type="email" needed most={200} />
          <Text {...client} place="client.contact" label="Who signs" needed most={200} />
          <Text {...client} place="client.title" label="Title" placeholder="Founder" most={200} />
        </Pair>
        <Text {...client} place="client.address.street" label="Street" most={200} />
        <Pair>
          <Text {...client} place="client.address.city" label="City" most={200} />
          <Text {...client} place="client.address.region" label="State or region" most={200} />
          <Text {...client} place="client.address.postalCode" label="Postal code" most={40} />
          <Text {...client} place="client.address.country" label="Country" most={200} />
        </Pair>
      </Section>
      <Section title="Project">
        <Text form={form} place="project.name" label="Name" needed placeholder="Spring 2027" most={120} />
        <Area form={form} place="project.description" label="What is made" rows={3} />
        <Pair>
          <Text form={form} place="project.startsOn" label="Starts" type="date" needed />
          <Text form={form} place="project.deliversOn" label="Delivers" type="date" />
        </Pair>
      </Section>
      <Section title="Styles" about="Each with its price by the piece. A price of 0 stands in the contract as complimentary.">
        <Rows form={form} place="project.styles" what="style" empty={emptyStyle} headings={['Style', 'Category', 'Quantity', 'Price each']} className={columns.contractStyle} most={100}>
          {(row) => (
            <>
              <Text form={form} inRow place={`${row}.name`} label="Style" most={200} />
              <Text form={form} inRow place={`${row}.category`} label="Category" most={80} />
              <Amount form={form} inRow place={`${row}.quantity`} label="Quantity" unit="" />
              <Amount form={form} inRow place={`${row}.price`} label="Price each" unit={currency} />
            </>
          )}
        </Rows>
      </Section>
      <Section title="Terms">
        <Pair three>
          <Amount form={form} place="terms.deposit" label="Deposit" unit="%" digits={0} most={100} />
          <Choose form={form} place="terms.balanceDue" label="Balance due" options={templates.balanceDue.map(({ code, name }) => ({ value: code, label: name }))} />
          <Text form={form} place="terms.currency" label="Currency" placeholder={organisation.currency} most={3} />
        </Pair>
        <Text form={form} place="terms.governingLaw" label="Governing law" placeholder={prices.house['jurisdiction'] ?? ''} most={200} needed={!prices.house['jurisdiction']} about={prices.house['jurisdiction'] && 'Empty: the house’s own.'} />
        <Area form={form} place="terms.notes" label="Special terms" rows={2} />
      </Section>
      <Section title="Signatory" about="Who signs for the house. The picture of a signature is put into the document.">
        <Pair three>
          <Text form={form} place="signatory.name" label="Name" needed={!prices.house['signatoryName']} placeholder={prices.house['signatoryName'] ?? ''} most={200} />
          <Text form={form} place="signatory.title" label="Title" placeholder={prices.house['signatoryTitle'] ?? ''} most={200} />
          <Text form={form} place="date" label="Date of the contract" type="date" about="Empty: the day it is made." />
        </Pair>
        <ImageSlots form={form} place="signatory.imageId" label="Picture of the signature" most={1} />
      </Section>
    </>
  );
}
