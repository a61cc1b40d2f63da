import type { components, paths } from './generated/documents';

/** What the Documents service sends and takes, by the names this app uses. They come from the OpenAPI documents: npm run api. */
export type DocumentsPaths = paths;

type D = components['schemas'];

export type DocumentKind = D['DocumentKind'];
export type DocumentState = D['DocumentState'];
export type FileFormat = D['FileFormat'];
export type DocumentFile = D['DocumentFile'];
export type DocumentVersion = D['DocumentVersion'];
export type PriceLine = D['PricedLine'];
export type PriceSummary = D['Prices'];
export type DocumentPreview = D['DocumentPreview'];
export type Comparison = D['Comparison'];
export type Client = D['Client'];
export type Image = D['ImageItem'];
export type Choice = D['Choice'];
export type Templates = D['TemplateCatalog'];
export type Signature = D['SignatureDetails'];
export type SignatureState = D['SignatureState'];
export type SignatureEvent = D['SignatureEvent'];
export type Signer = D['SignerRequest'];
export type SignerState = D['SignerState'];
export type SlidesCopy = D['SlidesCopy'];

/** What a form sends. The service takes it as it comes; each kind has its own shape, which pages/tools/forms knows. */
export type Inputs = Record<string, unknown>;

export type DocumentItem = D['DocumentItem'];

export type DocumentDetails = Omit<D['DocumentDetails'], 'inputs'> & {
  /** Null when it was erased. */
  inputs: Inputs | null;
};

export interface NewDocument {
  requestKey: string;
  kind: DocumentKind;
  inputs: Inputs;
  leadId: string | null;
  dealId: string | null;
}

/** How a document stands with the signers: not yet signed by all, signed, or given up. */
export type SignatureFilter = 'waiting' | 'signed' | 'stopped';

export interface DocumentFilter {
  kind?: DocumentKind;
  state?: DocumentState;
  signature?: SignatureFilter;
  text?: string;
  lead?: string;
  deal?: string;
}

/** One line of the price list. The list is kept as it comes; this is the shape that the service checks. */
export interface PriceItem {
  code: string;
  name: string;
  group: string;
  unit: string;
  unitPrice: number;
  description?: string;
  /** Cheaper by the piece from a quantity on, in rising order. */
  tiers?: { from: number; unitPrice: number }[];
}

export interface PricePackage {
  code: string;
  name: string;
  summary?: string;
  pricePerStyle: number;
  includes: { item: string; quantity: number }[];
}

export interface PriceContent {
  name: string;
  currency: string;
  house: Record<string, string>;
  complexities: { code: string; name: string; multiplier: number; description?: string }[];
  items: PriceItem[];
  packages: PricePackage[];
  services: { code: string; name: string; text?: string; points: string[] }[];
}

export type PriceList = Omit<D['PriceListVersion'], 'content'> & { content: PriceContent };

/** What the live event document carries; OpenAPI does not describe a stream. */
export interface DocumentProgressed {
  documentId: string;
  state: DocumentState;
  step: string | null;
  queuePosition: number | null;
  at: string;
}
