import { ImageSlots } from '../images/ImageSlots';
import columns from './columns.module.css';
import { CategorySwatch } from './CategorySwatch';
import { type DeckDraft, deckRows, emptyDeck, emptyPriority, faultsOfDeck, mostPackages, mostPictures, mostPriorities, mostServices } from './deck';
import { DocumentForm, type FormProps } from './DocumentForm';
import { Area, Cards, Pair, Text } from './fields';
import { Rows } from './Rows';
import { Section } from './Section';
import type { FieldsProps, FormSpec } from './spec';
import { money } from '../../../format/numbers';

const spec: FormSpec<DeckDraft> = { kind: 'deck', empty: emptyDeck, rows: deckRows, faultsOf: faultsOfDeck, Fields };

export function DeckForm(props: FormProps) {
  return <DocumentForm spec={spec} {...props} />;
}

function Fields({ form, catalog: { templates, prices } }: FieldsProps<DeckDraft>) {
  return (
    <>
      <Section title="Category" about="Each has a template in its own colours.">
        <Cards
          form={form} place="category" label="Template" needed
          options={templates.categories.map(({ code, name, ink, ground, accent }) => ({ value: code, label: name, aside: <CategorySwatch ink={ink} ground={ground} accent={accent} /> }))}
        />
      </Section>
      <Section title="Client">
        <Pair>
          <Text form={form} place="client.company" label="Company" needed most={200} />
          <Text form={form} place="client.contact" label="Who it is for" most={200} />
        </Pair>
        <Text form={form} place="headline" label="Headline" placeholder="A bridal line of twelve gowns" most={90} about="The line on the cover." />
      </Section>
      <Section title="Priorities" about="What matters to the client, in their order: one slide each.">
        <Rows form={form} place="priorities" what="priority" empty={emptyPriority} headings={['Title', 'Text']} className={columns.priority} most={mostPriorities}>
          {(row) => (
            <>
              <Text form={form} inRow place={`${row}.title`} label="Title" placeholder="Fit first" most={60} />
              <Area form={form} inRow place={`${row}.text`} label="Text" rows={1} most={400} />
            </>
          )}
        </Rows>
      </Section>
      <Section title="Services and packages">
        <Cards
          form={form} place="services" label="Services" about={`Columns of the services slide, ${mostServices} at most.`} many most={mostServices} needed
          options={templates.services.map(({ code, name, description }) => ({ value: code, label: name, about: description }))}
        />
        <Cards
          form={form} place="packages" label="Packages" about={`Shown side by side, ${mostPackages} at most.`} many most={mostPackages}
          options={prices.packages.map(({ code, name, summary, pricePerStyle }) => ({ value: code, label: name, about: summary, aside: <span>{money(pricePerStyle, prices.currency)}</span> }))}
        />
      </Section>
      <Section title="Pictures" about="Cropped to fit their slots, never stretched. Without any, the template’s own stay.">
        <ImageSlots form={form} place="images.cover" label="Cover" most={1} />
        <ImageSlots form={form} place="images.gallery" label="Gallery" most={mostPictures} />
      </Section>
      <Section title="Presenter">
        <Pair three>
          <Text form={form} place="presenter.name" label="Name" most={200} />
          <Text form={form} place="presenter.email" label="E-mail" type="email" most={200} />
          <Text form={form} place="date" label="Date" type="date" about="Empty: the day it is made." />
        </Pair>
      </Section>
    </>
  );
}
