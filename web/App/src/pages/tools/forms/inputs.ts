import type { Inputs } from '../../../api/documents';

/** What a form holds: the shape of its inputs, with '' where nothing is written yet. */
export type Draft = Record<string, unknown>;

/** An empty row of each list of rows, by the place of the list: {"project.styles": {name: '', quantity: ''}}. */
export type RowTemplates = Readonly<Record<string, Draft>>;

/**
 * What is sent for what is written. Nothing is sent for empty fields, and nothing for rows at the end that nobody touched:
 * rows before them keep their numbers, so that what the service says about a row is said about the same row here.
 */
export function inputsOf(draft: Draft, rows: RowTemplates): Inputs {
  return (sent(draft, rows, '') as Inputs | undefined) ?? {};
}

/** A form that begins with the inputs of another document, or of a lead. What this form has no field for is carried along. */
export function draftOf<Of extends Draft>(empty: Of, inputs: Inputs, rows: RowTemplates): Of {
  return filled(empty, inputs, rows, '') as Of;
}

/**
 * Takes over what is known of a client. What somebody wrote by hand stays, unless it describes the client: that is another one now.
 * @param before What was taken over until now; a field that still says so counts as not written.
 */
export function withDefaults<Of extends Draft>(draft: Of, before: Of, defaults: Of, always = 'client'): Of {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, name === always ? value : taken(draft[name], before[name], value)])) as Of;
}

/** Where on the form it is what the service calls inputs.project.styles[0].name: project.styles.0.name. */
export function placeOf(path: string): string {
  return path
    .replace(/^\$?\.?inputs\.?/i, '')
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.');
}

/** Faults at fields of the form, and those at none. */
export function placed(problems: Readonly<Record<string, readonly string[]>>, draft: Draft): { fields: Record<string, string>; others: string[] } {
  const fields: Record<string, string> = {};
  const others: string[] = [];
  for (const [path, words] of Object.entries(problems)) {
    const place = fieldOf(placeOf(path), draft);
    if (place !== '' && isField(valueAt(draft, place))) {
      fields[place] = [fields[place], ...words].filter(Boolean).join(' ');
    } else {
      others.push(...words);
    }
  }

  return { fields, others };
}

export function valueAt(draft: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined), draft);
}

/** One of several choices is a part of their field: schedules.1 is said at schedules. */
function fieldOf(place: string, draft: Draft): string {
  const list = place.replace(/\.\d+$/, '');
  const value = list === place ? undefined : valueAt(draft, list);
  return Array.isArray(value) && isField(value) ? list : place;
}

/** A group of fields, and a list of rows, show no words of their own; a list of choices does. */
function isField(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'object' && value !== null && (!Array.isArray(value) || value.some((each) => typeof each === 'object')));
}

function sent(value: unknown, rows: RowTemplates, place: string): unknown {
  if (typeof value === 'string') {
    return value.trim() || undefined;
  }

  if (Array.isArray(value)) {
    const template = rows[place];
    const empty = template === undefined ? undefined : JSON.stringify(template);
    const last = value.findLastIndex((row) => JSON.stringify(row) !== empty);
    const list = value.slice(0, last + 1).map((row) => sent(row, rows, place) ?? (template ? {} : undefined));
    // That none of several choices was taken is an answer; that no row was written is none.
    return list.length === 0 && template !== undefined ? undefined : list;
  }

  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, part]): [string, unknown] => [name, sent(part, rows, inside(place, name))]);
    const kept = entries.filter(([, part]) => part !== undefined);
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  }

  return value === null || value === false ? undefined : value;
}

function filled(empty: unknown, value: unknown, rows: RowTemplates, place: string): unknown {
  if (value === undefined || value === null) {
    return empty;
  }

  if (Array.isArray(value)) {
    const template = rows[place];
    // A list that is there but empty keeps the row that somebody begins to write in.
    return template === undefined ? value : value.length === 0 ? empty : value.map((row) => filled(template, row, rows, place));
  }

  if (typeof value === 'object' && typeof empty === 'object' && empty !== null) {
    const names = new Set([...Object.keys(empty), ...Object.keys(value)]);
    return Object.fromEntries([...names].map((name) => [name, filled((empty as Draft)[name], (value as Draft)[name], rows, inside(place, name))]));
  }

  return value;
}

function taken(now: unknown, before: unknown, next: unknown): unknown {
  if (isGroup(now) && isGroup(next)) {
    return Object.fromEntries(Object.entries(next).map(([name, value]) => [name, taken(now[name], isGroup(before) ? before[name] : undefined, value)]));
  }

  const isWritten = now !== undefined && now !== '' && JSON.stringify(now) !== JSON.stringify(before);
  return isWritten ? now : next;
}

function isGroup(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inside(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
