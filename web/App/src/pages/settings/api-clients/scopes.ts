/** What a client may be let into; the words of a token's scope are "{service}:read" and "{service}:write". */
export const services = [
  { id: 'analytics', label: 'Figures', about: 'Advertising and sales' },
  { id: 'sync', label: 'Data', about: 'Sources, refreshes, drift' },
  { id: 'accounts', label: 'Organisation', about: 'People, keys, audit' },
] as const;

export const deeds = [
  { id: 'read', label: 'Read' },
  { id: 'write', label: 'Write' },
] as const;

/** ["analytics:read", "sync:read", "sync:write"] reads "Figures: read; Data: read, write". */
export function scopeWords(scopes: readonly string[]): string {
  const known = services.flatMap(({ id, label }) => {
    const may = deeds.filter((deed) => scopes.includes(`${id}:${deed.id}`)).map((deed) => deed.label.toLowerCase());
    return may.length === 0 ? [] : [`${label}: ${may.join(', ')}`];
  });
  const unknown = scopes.filter((scope) => !services.some(({ id }) => deeds.some((deed) => scope === `${id}:${deed.id}`)));
  return [...known, ...unknown].join('; ') || 'Nothing';
}

/** When a client made now ends; null never. */
export function endOf(days: string, now: Date): string | null {
  return days === 'never' ? null : new Date(now.getTime() + Number(days) * 86_400_000).toISOString();
}
