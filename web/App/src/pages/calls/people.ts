/** What stands for "there is none". */
export const nobody = '';

/** Whose calls are shown before anybody is chosen: the first by name, a call without a salesperson being nobody's. */
export function firstOf(reps: readonly string[]): string {
  return reps.filter((rep) => rep !== 'Unassigned').toSorted((a, b) => a.localeCompare(b, 'en'))[0] ?? nobody;
}
