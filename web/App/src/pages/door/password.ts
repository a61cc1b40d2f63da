/** Length is what makes a password hard to guess; the service refuses shorter ones. */
export const shortestPassword = 12;

export const passwordRule = `At least ${shortestPassword} characters. A few words in a row are easy to keep in mind.`;

/** Why it cannot be the new password; null when it can. */
export function flawOf(password: string): string | null {
  const missing = shortestPassword - password.length;
  return missing <= 0 ? null : password === '' ? 'Choose a password.' : `${missing} more ${missing === 1 ? 'character' : 'characters'}, please.`;
}
