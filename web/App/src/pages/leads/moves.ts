import type { AppliedRule, ScoreMove } from '../../api/qualifier';
import { count } from '../../format/numbers';
import { labelOf } from './score';

/** How many move from each score to each, at [from][to]. */
export function gridOf(moves: readonly ScoreMove[]): number[][] {
  const grid = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
  for (const { from, to, enquiries } of moves) {
    const row = grid[from];
    if (row?.[to] !== undefined) {
      row[to] += enquiries;
    }
  }

  return grid;
}

export interface Balance {
  all: number;
  up: number;
  down: number;
}

export function balanceOf(moves: readonly ScoreMove[]): Balance {
  const sum = (which: (move: ScoreMove) => boolean) => moves.filter(which).reduce((total, { enquiries }) => total + enquiries, 0);
  return { all: sum(() => true), up: sum(({ from, to }) => to > from), down: sum(({ from, to }) => to < from) };
}

/** "14 of 1,204 enquiries would move: 9 would rise and 5 would fall." */
export function moveWords({ all, up, down }: Balance, would = true): string {
  const moved = up + down;
  const of = `of ${count(all)} ${all === 1 ? 'enquiry' : 'enquiries'}`;
  const verb = (plain: string, past: string) => (would ? `would ${plain}` : past);
  if (all === 0) {
    return 'There was no enquiry in these days.';
  }

  if (moved === 0) {
    return `None ${of} ${verb('move', 'moved')}.`;
  }

  const ways = [up > 0 && `${count(up)} ${verb('rise', 'rose')}`, down > 0 && `${count(down)} ${verb('fall', 'fell')}`].filter(Boolean).join(' and ');
  return `${count(moved)} ${of} ${verb('move', 'moved')}: ${ways}.`;
}

/** One cell, read out: "5 enquiries from right fit to unsure". */
export function cellWords(from: number, to: number, enquiries: number): string {
  const many = `${count(enquiries)} ${enquiries === 1 ? 'enquiry' : 'enquiries'}`;
  return from === to ? `${many} ${enquiries === 1 ? 'stays' : 'stay'} ${labelOf(from).toLowerCase()}` : `${many} from ${labelOf(from).toLowerCase()} to ${labelOf(to).toLowerCase()}`;
}

/** Which rule made the difference: one that fires now, or one that no longer does. */
export function becauseOf({ rulesBefore, rulesAfter }: { rulesBefore: readonly AppliedRule[]; rulesAfter: readonly AppliedRule[] }): string {
  const words = (rules: readonly AppliedRule[]) => rules.map(({ because }) => because).join(' ');
  return rulesAfter.length > 0 ? words(rulesAfter) : rulesBefore.length > 0 ? `No longer: ${words(rulesBefore)}` : '';
}

/** "$12,000 · 8 styles": what the rules look at, as it was written. */
export function factsOf({ budget, styles }: { budget: string | null; styles: string | null }): string {
  return [budget ?? 'no budget', styles === null ? 'no number of styles' : styles === '1' ? '1 style' : `${styles} styles`].join(' · ');
}
