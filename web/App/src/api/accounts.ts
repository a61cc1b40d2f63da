/** What Accounts and the Gateway's door send and take, by the paths of their OpenAPI documents. */

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface SignUp {
  organisation: string;
  name: string;
  email: string;
  timeZone: string | null;
  acceptedTerms: boolean;
}

/** What a link from a mail opens. */
export interface OpenInvitation {
  organisation: string;
  email: string;
  name: string | null;
  role: string | null;
  /** The person signs in to join instead of choosing a password. */
  hasAccount: boolean;
}

export interface Membership {
  id: string;
  name: string;
  role: string;
  current: boolean;
}

export interface Profile {
  id: string;
  name: string;
  email: string;
  role: string;
  salesNames: string[];
  twoFactor: boolean;
  recoveryCodesLeft: number;
  organisations: Membership[];
  /** Providers of sign-in besides the password: "google". */
  logins: string[];
  createdAt: string;
}

export interface SecondFactorKey {
  /** Base32, for typing into an authenticator by hand. */
  secret: string;
  /** otpauth://totp/… */
  uri: string;
}

export interface RecoveryCodes {
  recoveryCodes: string[];
}

export interface OwnSession {
  id: string;
  startedAt: string;
  refreshedAt: string;
  endsAt: string;
  current: boolean;
  address: string | null;
  device: string | null;
}

export interface Organisation {
  id: string;
  name: string;
  timeZone: string;
  currency: string;
}

export interface Person {
  id: string;
  name: string;
  email: string;
  role: string;
  /** How the person is called in the rows of the sales board; decides which rows an Agent sees. */
  salesNames: string[];
  twoFactor: boolean;
  joinedAt: string;
  lastSeenAt: string | null;
}

export interface Invitation {
  id: string;
  email: string;
  role: string;
  invitedAt: string;
  expiresAt: string;
  invitedBy: string | null;
}

export interface ApiClient {
  id: string;
  name: string;
  clientId: string;
  role: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
}

export interface NewApiClient {
  name: string;
  role: string;
  scopes: string[];
  expiresAt: string | null;
}

export interface SiteKey {
  id: string;
  name: string;
  key: string;
  origins: string[];
  createdAt: string;
}

export interface AuditEvent {
  id: string;
  /** Its number in the organisation's chain; null for the few seconds until it is sealed. */
  seq: number | null;
  at: string;
  service: string;
  actor: { kind: string; id: string | null; name: string | null };
  /** The operation's id in the service's OpenAPI document. */
  action: string;
  method: string;
  /** The route's template; its values are the subjects. */
  path: string;
  status: number;
  subjects: { kind: string; id: string }[];
  changes: AuditChange[] | null;
  /** Null when the personal details were erased. */
  address: string | null;
  device: string | null;
  query: string | null;
}

/** As JSON: nothing before means that it is new, nothing after that it is gone. */
export interface AuditChange {
  kind: string;
  id: string;
  before: unknown;
  after: unknown;
}

export interface AuditVerdict {
  valid: boolean;
  /** Events of the chain that are as they were sealed. */
  events: number;
  firstBroken: { seq: number | null; eventId: string; reason: string } | null;
  /** The chain's last hash, to compare with one that was written down. */
  head: string | null;
  checkedAt: string;
}

/** Moments, half open; ids of the actor and of what it was about; the operation's id. */
export type AuditQuery = { from?: string; to?: string; actor?: string; action?: string; subject?: string };

type Parameters<Path, Query> = { query?: Query; header?: never; path: Path; cookie?: never };
type Operation<Answer, Sent = never, Path = undefined, Query = undefined> = {
  parameters: Path extends undefined ? { query?: Query; header?: never; path?: never; cookie?: never } : Parameters<Path, Query>;
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Answer } } };
} & ([Sent] extends [never] ? {} : { requestBody: { content: { 'application/json': Sent } } });
type ById = { id: string };
type ByToken = { token: string };
type After = { after?: string };

export interface AccountsPaths {
  '/sign-ups': { post: Operation<undefined, SignUp> };
  '/sign-ups/{token}': { get: Operation<OpenInvitation, never, ByToken> };
  '/invitations/by-token/{token}': { get: Operation<OpenInvitation, never, ByToken> };
  '/password-resets': { post: Operation<undefined, { email: string }> };
  '/password-resets/completion': { post: Operation<undefined, { token: string; password: string }> };
  '/profile': { get: Operation<Profile>; patch: Operation<undefined, { name: string }> };
  '/profile/password': { post: Operation<undefined, { current: string; password: string }> };
  '/profile/second-factor': { post: Operation<SecondFactorKey> };
  '/profile/second-factor/confirmation': { post: Operation<RecoveryCodes, { code: string }> };
  '/profile/second-factor/recovery-codes': { post: Operation<RecoveryCodes, { password: string }> };
  '/profile/second-factor/removal': { post: Operation<undefined, { password: string }> };
  '/profile/sessions': { get: Operation<Page<OwnSession>, never, undefined, After>; delete: Operation<undefined> };
  '/profile/sessions/{id}': { delete: Operation<undefined, never, ById> };
  '/organisations/current': { get: Operation<Organisation>; patch: Operation<undefined, { name: string }> };
  '/people': { get: Operation<Page<Person>, never, undefined, After> };
  '/people/{id}': { patch: Operation<undefined, { role: string | null; salesNames: string[] | null }, ById>; delete: Operation<undefined, never, ById> };
  '/invitations': { get: Operation<Page<Invitation>, never, undefined, After>; post: Operation<Invitation, { email: string; role: string }> };
  '/invitations/{id}': { delete: Operation<undefined, never, ById> };
  '/invitations/{id}/sending': { post: Operation<undefined, never, ById> };
  '/api-clients': { get: Operation<Page<ApiClient>, never, undefined, After>; post: Operation<ApiClient & { clientSecret: string }, NewApiClient> };
  '/api-clients/{id}': { delete: Operation<undefined, never, ById> };
  '/api-clients/{id}/secret': { post: Operation<{ clientSecret: string }, never, ById> };
  '/site-keys': { get: Operation<Page<SiteKey>, never, undefined, After>; post: Operation<SiteKey, { name: string; origins: string[] }> };
  '/site-keys/{id}': { delete: Operation<undefined, never, ById> };
  '/audit': { get: Operation<Page<AuditEvent>, never, undefined, AuditQuery & After> };
  '/audit/verification': { get: Operation<AuditVerdict> };
}

/** The Gateway's ways in besides the password; each answers with the session. */
export interface DoorPaths<Session> {
  '/session/second-factor': { post: Operation<Session, { challenge: string; code: string }> };
  '/session/sign-up': { post: Operation<Session, { token: string; password: string }> };
  '/session/invitation': { post: Operation<Session, { token: string; name: string | null; password: string }> };
  '/session/organisation': { post: Operation<Session, { organisationId: string }> };
  '/session/providers': { get: Operation<string[]> };
}
