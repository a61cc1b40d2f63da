import type { components, paths } from './generated/accounts';

/** What Accounts sends and takes, by the names this app uses. They come from the OpenAPI documents: npm run api. */
export type AccountsPaths = paths;

type A = components['schemas'];

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export type SignUp = A['SignUpRequest'];
export type OpenInvitation = A['OpenedLink'];
export type Membership = A['ProfileOrganisation'];
export type Profile = A['ProfileInfo'];
export type OwnSession = A['ProfileSession'];
export type Organisation = A['OrganisationInfo'];
export type Person = A['PersonInfo'];
export type Invitation = A['InvitationInfo'];
export type ApiClient = A['ApiClientInfo'];
export type NewApiClient = A['CreateApiClient'];
export type SiteKey = A['SiteKeyInfo'];
export type AuditEvent = A['AuditItem'];
export type AuditChange = A['AuditedChange'];
export type AuditVerdict = A['AuditVerdict'];
export type PrivacyReceipt = A['PrivacyReceipt'];
export type SavedView = A['SavedView'];
export type NewView = A['SaveView'];
export type ViewPage = A['ViewPage'];
export type AuditQuery = { from?: string; to?: string; actor?: string; action?: string; subject?: string };
