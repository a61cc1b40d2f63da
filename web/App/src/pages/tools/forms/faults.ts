import { isDay } from '../../../format/dates';
import { type Draft, type RowTemplates, valueAt } from './inputs';

/** Collects what is wrong with a draft, each by its place, the first word on each. */
export class Faults {
  readonly found: Record<string, string> = {};
  readonly #draft: Draft;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** Something has to stand there. */
  needed(place: string, words: string): this {
    return this.must(place, !isBlank(valueAt(this.#draft, place)), words);
  }

  email(place: string): this {
    const value = valueAt(this.#draft, place);
    return this.must(place, isBlank(value) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value).trim()), 'Write an address such as name@house.com.');
  }

  day(place: string): this {
    const value = valueAt(this.#draft, place);
    return this.must(place, isBlank(value) || isDay(value), 'Choose a day.');
  }

  amount(place: string, most = 10_000_000): this {
    return this.number(place, 0, most, 'Write an amount.');
  }

  number(place: string, least: number, most: number, words: string): this {
    const value = valueAt(this.#draft, place);
    return this.must(place, isBlank(value) || (Number.isFinite(Number(value)) && Number(value) >= least && Number(value) <= most), words);
  }

  must(place: string, isFine: boolean, words: string): this {
    if (!isFine && this.found[place] === undefined) {
      this.found[place] = words;
    }

    return this;
  }

  /** Each row but those that nobody has touched; a list that must not be empty asks for its first row. */
  rows(place: string, templates: RowTemplates, check: (row: string) => void, { least = 0 } = {}): this {
    const rows = (valueAt(this.#draft, place) as Draft[] | undefined) ?? [];
    const empty = JSON.stringify(templates[place]);
    const last = rows.findLastIndex((row) => JSON.stringify(row) !== empty);
    for (let index = 0; index <= Math.max(last, least - 1); index++) {
      check(`${place}.${index}`);
    }

    return this;
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}
