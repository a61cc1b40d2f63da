/** IANA names as the service stores them; shown with spaces. */
export function zones(): { value: string; label: string }[] {
  const here = zoneHere();
  return [...new Set([here, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}

/** The zone of this browser's clock. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
