import type { GetInputPropsReturnType, UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import type { DocumentKind, PriceContent, Templates } from '../../../api/documents';
import type { Draft, RowTemplates } from './inputs';

/** What the choices of a form are taken from. */
export interface Catalog {
  templates: Templates;
  prices: PriceContent;
}

export interface FieldsProps<Of extends Draft> {
  form: UseFormReturnType<Of>;
  catalog: Catalog;
}

/** One kind of document as a form. */
export interface FormSpec<Of extends Draft> {
  kind: DocumentKind;
  empty: Of;
  rows: RowTemplates;
  /** What can be said before the service is asked, by place; the service has the last word. */
  faultsOf: (draft: Of) => Record<string, string>;
  Fields: (props: FieldsProps<Of>) => ReactNode;
}

/** What the fields need of a form, whichever kind of document it is for. */
export interface AnyForm {
  getInputProps: (place: string, options?: { type?: 'input' | 'checkbox' }) => GetInputPropsReturnType;
  getInputNode: (place: string) => unknown;
  getValues: () => Draft;
  setFieldValue: (place: string, value: never) => void;
  insertListItem: (place: string, item: never, index?: number) => void;
  removeListItem: (place: string, index: number) => void;
  reorderListItem: (place: string, payload: { from: number; to: number }) => void;
}
