/** Query keys begin with the tag that live events invalidate. */
export const keys = {
  session: ['session'],
  analytics: ['analytics'],
  sync: ['sync'],
  sources: ['sync', 'sources'],
  runs: ['sync', 'runs'],
  drift: ['sync', 'drift'],
  callKinds: (sourceId: string) => ['sync', 'call-kinds', sourceId],
  credentials: ['sync', 'credentials'],
  /** Not below sync: a run that was published says nothing of it, the live event does. */
  lag: ['lag'],
  qualifier: ['qualifier'],
  enquiries: ['qualifier', 'enquiries'],
  rules: ['qualifier', 'rules'],
  replays: ['qualifier', 'replays'],
  batches: ['qualifier', 'batches'],
  documents: ['documents'],
  documentList: ['documents', 'list'],
  document: (id: string) => ['documents', 'one', id],
  signature: (id: string) => ['documents', 'signature', id],
  slides: (id: string) => ['documents', 'slides', id],
  /** What a form asks while it is filled in; documents that come and go make none of it stale. */
  documentForms: ['document-forms'],
  prices: ['prices'],
  images: ['images'],
  accounts: ['accounts'],
  profile: ['accounts', 'profile'],
  ownSessions: ['accounts', 'own-sessions'],
  organisation: ['accounts', 'organisation'],
  people: ['accounts', 'people'],
  invitations: ['accounts', 'invitations'],
  apiClients: ['accounts', 'api-clients'],
  siteKeys: ['accounts', 'site-keys'],
  views: ['accounts', 'views'],
  audit: ['accounts', 'audit'],
  privacyRequests: ['accounts', 'privacy-requests'],
  /** What a search field found; nothing tells it that it is stale, and it is asked again soon. */
  search: ['search'],
  /** Not fetched: the latest event of a document that is being made. */
  documentProgress: (id: string) => ['progress', 'document', id],
  /** Not fetched: the latest run-progressed event of a source. */
  progress: (sourceId: string) => ['progress', sourceId],
} as const;
