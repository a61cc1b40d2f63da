import type { Role } from '../api/accounts';

export const roles: readonly Role[] = ['Admin', 'Manager', 'Agent', 'Viewer'];

/** What a role may, in a sentence; docs/roles.md has the whole table. */
export const roleWords: Record<Role, string> = {
  Admin: 'Sees and changes everything, people and keys included.',
  Manager: 'Sees every figure, starts refreshes and decides on changed columns.',
  Agent: 'Sees own leads, calls and deals.',
  Viewer: 'Sees every figure and changes nothing.',
};

/** an Admin, a Manager */
export function article(role: string): string {
  return `${/^[AEIOU]/.test(role) ? 'an' : 'a'} ${role}`;
}
