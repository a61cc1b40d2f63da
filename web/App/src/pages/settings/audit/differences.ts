export interface Difference {
  field: string;
  /** Undefined where the field was not there. */
  before: unknown;
  after: unknown;
}

/** The fields in which two states of a record differ; of a new or removed one, all. A state that is no object counts as one field. */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  const was = fieldsOf(before);
  const is = fieldsOf(after);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((field) => ({ field, before: was[field], after: is[field] }))
    .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after));
}

/** A value of JSON as a person reads it. */
export function valueWords(value: unknown): string {
  return value === null || value === ''
    ? 'nothing'
    : typeof value === 'boolean'
      ? value ? 'yes' : 'no'
      : Array.isArray(value)
        ? value.length === 0 ? 'nothing' : value.map(valueWords).join(', ')
        : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function fieldsOf(state: unknown): Record<string, unknown> {
  return state === null || state === undefined ? {} : typeof state === 'object' && !Array.isArray(state) ? (state as Record<string, unknown>) : { value: state };
}
