import type { PriceContent, PriceItem, PricePackage } from '../../../api/documents';
import { money } from '../../../format/numbers';
import { Faults } from '../forms/faults';
import { csvOf as csvOfRows } from '../../../ui/csv';

/** How the house writes of itself in what it makes, and under which labels that is asked for. */
export const houseWords = {
  legalName: 'Legal name', street: 'Street', city: 'City', region: 'State or region', postalCode: 'Postal code', country: 'Country', email: 'E-mail', phone: 'Telephone', website: 'Website',
  signatoryName: 'Who signs', signatoryTitle: 'Their title', jurisdiction: 'Whose law governs',
} as const;

type HouseWord = keyof typeof houseWords;

const words = Object.keys(houseWords) as HouseWord[];

/** The part of a price list that is edited here: what things cost, and how the house writes of itself. */
export interface PricesDraft extends Record<string, unknown> {
  house: Record<HouseWord, string>;
  items: ItemDraft[];
  packages: PackageDraft[];
  note: string;
}

export interface ItemDraft extends Record<string, unknown> {
  /** '' for an item that is new; its code comes of its name. */
  code: string;
  name: string;
  group: string;
  unit: string;
  unitPrice: number | string;
}

export interface PackageDraft extends Record<string, unknown> {
  code: string;
  name: string;
  summary: string;
  pricePerStyle: number | string;
}

export const emptyItem: ItemDraft = { code: '', name: '', group: '', unit: 'piece', unitPrice: '' };

export function draftOfPrices({ house, items, packages }: PriceContent): PricesDraft {
  return {
    house: Object.fromEntries(words.map((word) => [word, house[word] ?? ''])) as PricesDraft['house'],
    items: items.map(({ code, name, group, unit, unitPrice }) => ({ code, name, group, unit, unitPrice })),
    packages: packages.map(({ code, name, summary, pricePerStyle }) => ({ code, name, summary: summary ?? '', pricePerStyle })),
    note: '',
  };
}

/** The list with what was changed; tiers and what packages hold stay as they are. */
export function contentOf(draft: PricesDraft, base: PriceContent): PriceContent {
  const taken = new Set(draft.items.map(({ code }) => code));
  const items = draft.items.map((item): PriceItem => {
    const before = base.items.find(({ code }) => code === item.code);
    const code = item.code || freeCode(item.name, taken);
    return { ...before, code, name: item.name.trim(), group: item.group.trim(), unit: item.unit.trim(), unitPrice: Number(item.unitPrice) };
  });
  const left = new Set(items.map(({ code }) => code));
  return {
    ...base,
    house: Object.fromEntries(words.map((word) => [word, draft.house[word].trim()]).filter(([, text]) => text !== '')) as Record<string, string>,
    items,
    packages: draft.packages.map((each): PricePackage => {
      const before = base.packages.find(({ code }) => code === each.code)!;
      return {
        ...before, name: each.name.trim(), summary: each.summary.trim(), pricePerStyle: Number(each.pricePerStyle),
        // What is not sold any more is not in a package either.
        includes: before.includes.filter(({ item }) => left.has(item)),
      };
    }),
  };
}

export function faultsOfPrices({ house, items, packages, note }: PricesDraft): Record<string, string> {
  const faults = new Faults({ house, items, packages, note }).email('house.email');
  for (const index of items.keys()) {
    faults
      .needed(`items.${index}.name`, 'Name it.').needed(`items.${index}.group`, 'Under which heading it stands.').needed(`items.${index}.unit`, 'Piece, hour, style…')
      .needed(`items.${index}.unitPrice`, 'Write a price.').amount(`items.${index}.unitPrice`);
  }

  for (const index of packages.keys()) {
    faults.needed(`packages.${index}.name`, 'Name it.').needed(`packages.${index}.pricePerStyle`, 'Write a price.').amount(`packages.${index}.pricePerStyle`);
  }

  return faults.found;
}

export interface PriceChange {
  what: string;
  before: string;
  after: string;
}

/** What one list says otherwise than another, in words. A name is only repeated where it is another one. */
export function differencesOf(before: PriceContent, after: PriceContent): PriceChange[] {
  const was = linesOf(before);
  const is = linesOf(after);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const from = was.get(key);
    const to = is.get(key);
    const isRenamed = from !== undefined && to !== undefined && from.name !== to.name;
    const words = (line: Line | undefined, none: string) => (line === undefined ? none : isRenamed ? `${line.name}, ${line.words}` : line.words);
    const change = { what: (from ?? to)!.name, before: words(from, 'not there'), after: words(to, 'removed') };
    return change.before === change.after ? [] : [change];
  });
}

/** The list as a spreadsheet reads it. A cell that a spreadsheet would calculate is kept a text. */
export function csvOf({ items, packages, currency }: PriceContent): string {
  const rows = [
    ['Kind', 'Group', 'Code', 'Name', 'Unit', `Price (${currency})`],
    ...items.map(({ group, code, name, unit, unitPrice }) => ['Item', group, code, name, unit, unitPrice.toFixed(2)]),
    ...packages.map(({ code, name, pricePerStyle }) => ['Package', '', code, name, 'style', pricePerStyle.toFixed(2)]),
  ];
  return csvOfRows(rows);
}

interface Line {
  name: string;
  words: string;
}

function linesOf({ house, items, packages, currency }: PriceContent): Map<string, Line> {
  return new Map([
    ...words.map((word): [string, Line] => [`house ${word}`, { name: houseWords[word], words: house[word] ?? 'nothing' }]),
    ...items.map(({ code, name, group, unit, unitPrice }): [string, Line] => [`item ${code}`, { name, words: `${money(unitPrice, currency)} per ${unit}, ${group}` }]),
    ...packages.map(({ code, name, summary, pricePerStyle }): [string, Line] => [`package ${code}`, { name, words: [`${money(pricePerStyle, currency)} per style`, summary].filter(Boolean).join('. ') }]),
  ]);
}

/** Lower case letters, digits and hyphens, and not twice. */
function freeCode(name: string, taken: Set<string>): string {
  const stem = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 50) || 'item';
  let code = stem;
  for (let number = 2; taken.has(code); number++) {
    code = `${stem}-${number}`;
  }

  taken.add(code);
  return code;
}
