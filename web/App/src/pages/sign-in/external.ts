/** The Gateway's word for why signing in through a provider did not work, as sentences. */
export const externalWords: Record<string, string> = {
  'external-unknown': 'This sign-in belongs to no account here. Ask an admin for an invitation to the same address, or use your password.',
  'external-refused': 'The sign-in was not completed. Begin again, or use your password.',
  'no-organisation': 'This account belongs to no organisation. Ask an admin for an invitation.',
};

/** A provider has vouched for somebody who has a second factor: the Gateway hands the challenge over behind the hash, where no server and no log sees it. */
export function challengeInHash(): string | undefined {
  return new URLSearchParams(window.location.hash.slice(1)).get('challenge') ?? undefined;
}
