export const roles = ['Admin', 'Manager', 'Agent', 'Viewer'] as const;

/** What a role may, in a sentence; docs/roles.md has the whole table. */
export const roleWords: Readonly<Record<string, string>> = {
  Admin: 'Sees and changes everything, people and keys included.',
  Manager: 'Sees every figure, starts refreshes and decides on changed columns.',
  Agent: 'Sees own leads, calls and deals.',
  Viewer: 'Sees every figure and changes nothing.',
};

/** "A Manager sees every figure…", for somebody who is told what they will be. */
export function asSentence(role: string): string {
  const words = roleWords[role] ?? '';
  return `${/^[AEIOU]/.test(role) ? 'An' : 'A'} ${role} ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** an Admin, a Manager */
export function article(role: string): string {
  return `${/^[AEIOU]/.test(role) ? 'an' : 'a'} ${role}`;
}
