import type { Answer } from '../../api/qualifier';

const known: Readonly<Record<string, string>> = {
  budget: 'Budget', styles: 'Number of styles', pieces: 'Pieces per style', pieces_per_style: 'Pieces per style', timeline: 'Timeline',
};

/** A question of the form as a heading: "budget" is Budget, "fabric_sourced" is Fabric sourced, and a whole question stays as it was asked. */
export function questionWords(question: string): string {
  const words = known[question] ?? question.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Answers that stand below every other one, whatever their number. */
const last = new Set(['other', '(no answer)', '(erased)']);

export function saysNothing(answer: string): boolean {
  return last.has(answer.toLowerCase());
}

/**
 * Answers in the order a person expects: bands and amounts from small to large ("1–4" before "10–14", "under 5k" before "$5,000 – $10,000"),
 * everything else by how many gave it; "other" and no answer always last.
 */
export function inOrder(answers: readonly Answer[]): Answer[] {
  const told = answers.filter(({ answer }) => !saysNothing(answer));
  const bands = told.map(({ answer }) => lowerEnd(answer));
  const ordered = bands.every((low) => low !== null)
    ? told.map((answer, index) => ({ answer, low: bands[index] ?? 0 })).sort((a, b) => a.low - b.low).map(({ answer }) => answer)
    : [...told].sort((a, b) => b.enquiries - a.enquiries);
  return [...ordered, ...answers.filter(({ answer }) => saysNothing(answer))];
}

/** Where a band begins: "over 300" is a little more than 300, "under $5k" a little less than 5000; null for what is no band. */
export function lowerEnd(answer: string): number | null {
  // Sample: "Under $5,000", "10k-20k", "€5,000 – €10,000", "100–300", "15+".
  const found = /^\s*(under|below|less than|up to|<|over|above|more than|>)?\s*[$€£]?\s*(\d[\d,.]*)\s*(k)?/i.exec(answer);
  if (found === null) {
    return null;
  }

  const [, word = '', digits = '', thousands] = found;
  const number = Number(digits.replaceAll(',', '').replace(/\.$/, '')) * (thousands ? 1000 : 1);
  return Number.isNaN(number) ? null : number + (/^(under|below|less|up|<)/i.test(word) ? -0.5 : word === '' ? 0 : 0.5);
}
