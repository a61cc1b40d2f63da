/** What the Documents service sends and takes, by the names this app uses. */
export type DocumentKind = 'contract' | 'deck' | 'workbook' | 'a-la-carte';
export type DocumentState = 'queued' | 'working' | 'ready' | 'failed' | 'canceled';
export type FileFormat = 'office' | 'pdf' | 'signed';
export type SignatureState = 'sending' | 'sent' | 'viewed' | 'signed' | 'declined' | 'voided' | 'expired' | 'failed';

/** What a form sends; each kind has its own shape, which pages/tools/forms knows. */
export type Inputs = Record<string, unknown>;

export interface DocumentFile {
  format: FileFormat;
  name: string;
  bytes: number;
}

export interface DocumentItem {
  id: string;
  kind: DocumentKind;
  title: string;
  state: DocumentState;
  version: number;
  step: string | null;
  requestedBy: string;
  requestedAt: string;
  finishedAt: string | null;
  total: number | null;
  currency: string | null;
  files: DocumentFile[];
  /** Left out of documents that were never sent. */
  signature?: { state: SignatureState } | null;
}

export interface DocumentVersion {
  id: string;
  version: number;
  state: DocumentState;
  requestedBy: string;
  requestedAt: string;
  total: number | null;
  currency: string | null;
}

export interface DocumentDetails extends DocumentItem {
  /** Null when it was erased. */
  inputs: Inputs | null;
  prices: PriceSummary | null;
  attempts: number;
  failedAttempts: { number: number; at: string; reason: string }[];
  /** How many are before it; null when it does not wait. */
  queuePosition: number | null;
  reason: string | null;
  wayOut: string | null;
  leadId: string | null;
  dealId: string | null;
  startedAt: string | null;
  erasedAt: string | null;
  /** The same deck in Google Slides, once it was copied there. */
  slides?: { url: string } | null;
  versions: DocumentVersion[];
}

export interface PriceLine {
  name: string;
  quantity: number;
  unit: string | null;
  unitPrice: number;
  amount: number;
  /** Costs nothing; what it would have cost still shows. */
  free: boolean;
}

export interface PriceSummary {
  lines: PriceLine[];
  subtotal: number;
  discount: number;
  total: number;
  currency: string;
  /** What is given without being charged for. */
  complimentary: number;
  deposit: number | null;
  balance: number | null;
}

export interface DocumentPreview {
  title: string;
  prices: PriceSummary | null;
  problems: Record<string, string[]>;
}

export interface Comparison {
  inputs: { path: string; from: unknown; to: unknown }[];
  prices: { from: PriceSummary | null; to: PriceSummary | null };
  text: { kind: 'same' | 'removed' | 'added'; text: string }[];
}

export interface NewDocument {
  requestKey: string;
  kind: DocumentKind;
  inputs: Inputs;
  leadId?: string;
  dealId?: string;
}

/** A lead or a deal that a document may start from. */
export interface Client {
  kind: 'lead' | 'deal';
  id: string;
  name: string;
  company: string | null;
  email: string | null;
  about: string | null;
}

export interface Image {
  id: string;
  hash: string;
  name: string;
  width: number;
  height: number;
}

export interface DriveImage {
  id: string;
  name: string;
  width: number | null;
  height: number | null;
  isFolder: boolean;
}

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

export interface PriceList {
  version: number;
  content: PriceContent;
  note: string;
  createdBy: string | null;
  createdAt: string | null;
}

export interface Choice {
  code: string;
  name: string;
  description: string | null;
}

/** What documents can be made of. */
export interface Templates {
  agreements: Choice[];
  schedules: Choice[];
  balanceDue: Choice[];
  categories: { code: string; name: string; ink: string; ground: string; accent: string }[];
  complexities: Choice[];
  packages: Choice[];
  services: Choice[];
}

export interface Signer {
  role: string;
  name: string;
  email: string;
}

export interface Signature {
  state: SignatureState;
  signers: (Signer & { state: SignatureState; at: string | null; link: string | null })[];
  events: { at: string; what: string; who: string | null }[];
  reason: string | null;
}

interface Listed<Item> {
  items: Item[];
  next: string | null;
}

interface Answers<Body> {
  responses: { 200: { content: { 'application/json': Body } } };
}

interface Taking<Sent, Body = { id: string }> extends Answers<Body> {
  requestBody: { content: { 'application/json': Sent } };
}

interface At<Path = { id: string }> {
  parameters: { path: Path };
}

interface Asking<Query> {
  parameters: { query?: Query };
}

interface Paged {
  after?: string;
  limit?: number;
}

export interface DocumentFilter {
  kind?: DocumentKind;
  state?: DocumentState;
  text?: string;
  lead?: string;
  deal?: string;
}

export interface DocumentsPaths {
  '/documents': {
    get: Asking<DocumentFilter & Paged> & Answers<Listed<DocumentItem>>;
    post: Taking<NewDocument>;
  };
  '/documents/preview': { post: Taking<{ kind: DocumentKind; inputs: Inputs }, DocumentPreview> };
  '/documents/{id}': { get: At & Answers<DocumentDetails>; delete: At & Answers<undefined> };
  '/documents/{id}/versions': { post: At & Taking<{ requestKey: string; inputs?: Inputs }> };
  '/documents/{id}/cancellation': { post: At & Answers<undefined> };
  '/documents/{id}/comparison': { get: { parameters: { path: { id: string }; query: { with: string } } } & Answers<Comparison> };
  '/documents/{id}/signature': { get: At & Answers<Signature>; post: At & Taking<{ signers: Signer[]; subject?: string; message?: string }, Signature> };
  '/documents/{id}/signature/void': { post: At & Taking<{ reason: string }, undefined> };
  '/documents/{id}/signature/resend': { post: At & Taking<{ reason?: string }, undefined> };
  '/documents/{id}/slides': { post: At & Answers<undefined> };
  '/defaults': { get: Asking<{ kind: DocumentKind; lead?: string; deal?: string }> & Answers<{ inputs: Inputs }> };
  '/clients': { get: Asking<{ text?: string; limit?: number }> & Answers<Listed<Client>> };
  '/templates': { get: Answers<Templates> };
  '/prices': { get: Answers<PriceList>; put: Taking<{ basedOn: number; content: PriceContent; note: string }, PriceList> };
  '/prices/versions': { get: Asking<Paged> & Answers<Listed<PriceList>> };
  '/images': { get: Asking<Paged> & Answers<Listed<Image>> };
  '/drive/images': { get: Asking<Paged & { folder?: string }> & Answers<Listed<DriveImage>> };
  '/drive/images/import': { post: Taking<{ fileIds: string[] }, { items: Image[] }> };
}

/** What the live event document carries. */
export interface DocumentProgressed {
  documentId: string;
  state: DocumentState;
  step: string | null;
  queuePosition: number | null;
  at: string;
}
