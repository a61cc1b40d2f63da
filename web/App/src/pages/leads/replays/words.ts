import type { Replay, ReplayCell, ReplayMove, RuleContent, StartReplay } from '../../../api/qualifier';
import type { DayRange } from '../../../filters/range';
import { formatRange } from '../../../format/dates';
import { count, money } from '../../../format/numbers';

/** What a replay is called: its name, or its days. */
export function titleOf({ name, from, to }: Pick<Replay, 'name' | 'from' | 'to'>): string {
  return name === '' ? formatRange(from, to) : name;
}

/** What was tried, in a few words. */
export function whatOf({ promptVersion }: Pick<Replay, 'promptVersion'>): string {
  return promptVersion === null ? 'Other thresholds' : `Prompt ${promptVersion}`;
}

export type Tried = 'thresholds' | 'prompt';

/** What the service is asked to replay. With a prompt the thresholds in force hold, so that one thing is tried at a time. */
export function requestOf(tried: Tried, name: string, { from, to }: DayRange, content: RuleContent | null, promptVersion: string): StartReplay | null {
  const request = { name: name.trim() === '' ? null : name.trim(), from, to, content: null, promptVersion: null, maxCostUsd: null };
  return tried === 'prompt' ? (promptVersion === '' ? null : { ...request, promptVersion }) : content === null ? null : { ...request, content };
}

export interface Fate {
  enquiries: number;
  leads: number;
  callsBooked: number;
  clients: number;
  amount: number;
}

/** What became of those that would rise, or fall, or stay. */
export function fateOf(cells: readonly ReplayCell[], which: 'up' | 'down' | 'same'): Fate {
  const chosen = cells.filter(({ from, to }) => (which === 'up' ? to > from : which === 'down' ? to < from : to === from));
  const sum = (field: keyof Fate) => chosen.reduce((total, cell) => total + cell[field], 0);
  return { enquiries: sum('enquiries'), leads: sum('leads'), callsBooked: sum('callsBooked'), clients: sum('clients'), amount: sum('amount') };
}

/** Moves with the most enquiries first: what a person should read first. */
export function movesOf(cells: readonly ReplayCell[]): ReplayCell[] {
  return cells.filter(({ from, to }) => from !== to).sort((a, b) => b.enquiries - a.enquiries);
}

/** What became of one who moved: "Won, worth $12,500.00", "Booked a call", "Contacted". */
export function becameOf({ won, amount, callBooked, leadStatus }: Pick<ReplayMove, 'won' | 'amount' | 'callBooked' | 'leadStatus'>, currency: string): string | null {
  return won > 0 ? `${won === 1 ? 'Won' : `${count(won)} deals won`}, worth ${money(amount, currency)}` : callBooked ? 'Booked a call' : leadStatus;
}
