/** Query keys begin with the tag that live events invalidate. */
export const keys = {
  session: ['session'],
  analytics: ['analytics'],
  sync: ['sync'],
  sources: ['sync', 'sources'],
  runs: ['sync', 'runs'],
  drift: ['sync', 'drift'],
  /** Not fetched: the latest run-progressed event of a source. */
  progress: (sourceId: string) => ['progress', sourceId],
} as const;
