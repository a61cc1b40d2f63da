/** The house writes numbers the American way, whatever the browser's language, so that two people read the same figure. */
const locale = 'en-US';

const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compactCounts = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const ratios = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const signedPercents = new Intl.NumberFormat(locale, {
  style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero',
});

/** What stands for a figure that does not exist, such as a ratio over nothing. */
export const none = '–';

export function count(value: number): string {
  return counts.format(value);
}

/** 12.4K: for axes, where space is short. */
export function compact(value: number): string {
  return compactCounts.format(value);
}

/** $12,345.60 */
export function money(value: number, currency: string): string {
  return currencyFormat(currency).format(value);
}

/** $12.3K: for axes. */
export function compactMoney(value: number, currency: string): string {
  return kept(compactAmounts, currency, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** An amount in two parts, so that the cents can be set smaller: ["$12,345", ".60"]. */
export function moneyParts(value: number, currency: string): [whole: string, cents: string] {
  const parts = currencyFormat(currency).formatToParts(value);
  const point = parts.findIndex((part) => part.type === 'decimal');
  const text = (of: Intl.NumberFormatPart[]) => of.map((part) => part.value).join('');
  return point < 0 ? [text(parts), ''] : [text(parts.slice(0, point)), text(parts.slice(point))];
}

/** 0.0832 is 8.3%. */
export function percent(value: number | null): string {
  return value === null ? none : percents.format(value);
}

/** 4.2081 is 4.21×. */
export function times(value: number | null): string {
  return value === null ? none : `${ratios.format(value)}×`;
}

/**
 * Change against an earlier figure, as a fraction of it.
 * Null where there is nothing to compare with: a figure that does not exist, or a rise from zero.
 */
export function change(now: number | null, before: number | null | undefined): number | null {
  return now === null || before === null || before === undefined || before === 0 ? null : (now - before) / Math.abs(before);
}

/** +12.3% */
export function signedPercent(value: number): string {
  return signedPercents.format(value);
}

function currencyFormat(currency: string): Intl.NumberFormat {
  return kept(amounts, currency);
}

// Making a format costs a hundred times what using it does, and a table has hundreds of amounts.
const amounts = new Map<string, Intl.NumberFormat>();
const compactAmounts = new Map<string, Intl.NumberFormat>();

function kept(formats: Map<string, Intl.NumberFormat>, currency: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const known = formats.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency, ...options });
  formats.set(currency, known);
  return known;
}
