import type { Inputs } from '../../../api/documents';

export interface InputLine {
  path: string;
  label: string;
  value: string;
}

const words: Readonly<Record<string, string>> = {
  aLaCarte: 'À la carte', startsOn: 'starts', deliversOn: 'delivers', balanceDue: 'balance due', governingLaw: 'governing law', postalCode: 'postal code', imageId: 'picture', email: 'e-mail',
};

/** Inputs as a person reads them: "Styles 2, price" and 4200. */
export function linesOfInputs(inputs: Inputs): InputLine[] {
  return walk(inputs, '');
}

/** project.styles[1].price is "Project, styles 2, price". */
export function labelOfPath(path: string): string {
  const parts = path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .reduce<string[]>((before, part) => (/^\d+$/.test(part) ? [...before.slice(0, -1), `${before.at(-1) ?? ''} ${Number(part) + 1}`] : [...before, words[part] ?? part]), []);
  const label = parts.join(', ');
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** What stands for something that is there, and for what is not. */
export function wordsOfValue(value: unknown): string {
  return value === undefined || value === null || value === '' ? 'nothing' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function walk(value: unknown, path: string): InputLine[] {
  if (value === null || value === undefined || value === '') {
    return [];
  }

  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    return value.length === 0 ? [] : [{ path, label: labelOfPath(path), value: value.join(', ') }];
  }

  if (typeof value === 'object') {
    return Array.isArray(value)
      ? value.flatMap((each, index) => walk(each, `${path}[${index}]`))
      : Object.entries(value).flatMap(([name, each]) => walk(each, path === '' ? name : `${path}.${name}`));
  }

  return [{ path, label: labelOfPath(path), value: wordsOfValue(value) }];
}
