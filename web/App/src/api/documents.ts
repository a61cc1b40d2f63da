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

/** What a form sends. The service takes it as it comes; each kind has its own shape, which pages/tools/forms knows. */
export type Inputs = Record<string, unknown>;

/** Of a contract that was sent for signature. */
interface Signed {
  signature?: { state: SignatureState } | null;
}

export type DocumentItem = D['DocumentItem'] & Signed;

export type DocumentDetails = Omit<D['DocumentDetails'], 'inputs'> & Signed & {
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

export interface DocumentFilter {
  kind?: DocumentKind;
  state?: DocumentState;
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

export type SignatureState = 'sending' | 'sent' | 'completing' | 'completed' | 'declined' | 'expired' | 'voiding' | 'voided' | 'failed';
export type SignerState = 'waiting' | 'invited' | 'opened' | 'signed' | 'declined' | 'expired';

export interface Signer {
  role: string;
  name: string;
  email: string;
}

export interface SignatureEvent {
  /** requested, sent, told (by SignNow), opened, signed, declined, completed, voiding, voided, expired or failed. */
  kind: string;
  /** Whose, where it is one signer's. */
  role: string | null;
  detail: string | null;
  at: string;
}

export interface Signature {
  state: SignatureState;
  /** How often it was sent. */
  round: number;
  subject: string | null;
  message: string | null;
  requestedBy: string;
  requestedAt: string;
  sentAt: string | null;
  finishedAt: string | null;
  reason: string | null;
  wayOut: string | null;
  /** In the order of signing. */
  signers: (Signer & { state: SignerState; changedAt: string; reason: string | null })[];
  /** Oldest first. */
  events: SignatureEvent[];
}

/** A deck as Google Slides. */
export interface SlidesCopy {
  state: 'waiting' | 'ready' | 'failed';
  url: string | null;
  requestedAt: string;
  finishedAt: string | null;
  reason: string | null;
  wayOut: string | null;
}

/** What the live event document carries; OpenAPI does not describe a stream. */
export interface DocumentProgressed {
  documentId: string;
  state: DocumentState;
  step: string | null;
  queuePosition: number | null;
  at: string;
}
