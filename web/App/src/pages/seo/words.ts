import type { Report } from '../../api/reports';

export const kindWords: Record<Report['kind'], string> = { 'looker-studio': 'Looker Studio', 'google-sheet': 'Google Sheets' };

/** What an address seems to be of, while it is typed; whether it can be embedded is the service's to say. */
export function kindOf(address: string): Report['kind'] | null {
  const host = /^\s*https:\/\/([^/?#]+)/.exec(address)?.[1]?.toLowerCase();
  return host === 'lookerstudio.google.com' ? 'looker-studio' : host === 'docs.google.com' ? 'google-sheet' : null;
}
