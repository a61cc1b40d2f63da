/** Query keys begin with the tag that live events invalidate. */
export const keys = {
  session: ['session'],
  analytics: ['analytics'],
  sync: ['sync'],
  sources: ['sync', 'sources'],
  runs: ['sync', 'runs'],
  drift: ['sync', 'drift'],
  credentials: ['sync', 'credentials'],
  accounts: ['accounts'],
  profile: ['accounts', 'profile'],
  ownSessions: ['accounts', 'own-sessions'],
  organisation: ['accounts', 'organisation'],
  people: ['accounts', 'people'],
  invitations: ['accounts', 'invitations'],
  apiClients: ['accounts', 'api-clients'],
  siteKeys: ['accounts', 'site-keys'],
  audit: ['accounts', 'audit'],
  privacyRequests: ['accounts', 'privacy-requests'],
  /** Not fetched: the latest run-progressed event of a source. */
  progress: (sourceId: string) => ['progress', sourceId],
} as const;
