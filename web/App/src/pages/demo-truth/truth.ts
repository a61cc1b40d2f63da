import type { ComparedFigure, ComparedLine, DemoTruth } from '../../api/types';
import type { DemoTruthSearch } from '../../filters/search';

/** Of the whole of the days, where a month's name would stand. */
export const whole = 'whole';

export interface Answer extends ComparedLine {
  key: string;
  figure: ComparedFigure;
}

/** How the lines of one figure in one month stand. */
export interface Standing {
  compared: number;
  different: number;
}

/** Two pages show a figure of the same name; together with the page it is one. */
export function idOf({ page, figure }: { page: string; figure: string }): string {
  return `${page}: ${figure}`;
}

/** The months that are compared, the whole of the days first. */
export function monthsOf({ figures }: DemoTruth): string[] {
  const months = new Set(figures.flatMap(({ lines }) => lines.map(({ month }) => month ?? whole)));
  return [...months].sort((one, other) => (one === whole ? -1 : other === whole ? 1 : one.localeCompare(other)));
}

export function standingOf(lines: readonly ComparedLine[], month: string): Standing {
  const own = lines.filter((line) => (line.month ?? whole) === month);
  return { compared: own.length, different: own.filter(({ agrees }) => !agrees).length };
}

/** The answers that pass the filters of the address, in the order they are published. */
export function answersOf({ figures }: DemoTruth, { figure, month, only }: DemoTruthSearch): Answer[] {
  return figures
    .filter((each) => figure === undefined || idOf(each) === figure)
    .flatMap((each) =>
      each.lines
        .filter((line) => (month === undefined || (line.month ?? whole) === month) && (only === undefined || !line.agrees))
        .map((line) => ({ ...line, figure: each, key: [idOf(each), line.month, line.by, line.of].join('|') })),
    );
}

/** How far ours is from the truth; null where one of them does not exist. */
export function differenceOf({ truth, ours }: ComparedLine): number | null {
  // Cents of two decimals, whose difference is none: 0.1 + 0.2 is not 0.3 to a computer.
  return truth === null || ours === null ? null : Math.round((ours - truth) * 10_000) / 10_000;
}
