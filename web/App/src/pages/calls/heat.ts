import type { CallHour } from '../../api/types';

export interface HeatRow {
  hour: number;
  /** Monday to Sunday. */
  cells: readonly number[];
}

/** Hours down, days of the week across; from the first hour that has a call to the last, without gaps. */
export function heatOf(hours: readonly CallHour[]): { rows: HeatRow[]; most: number } {
  const counted = hours.filter(({ figures }) => figures.scheduled > 0);
  const counts = new Map(counted.map(({ weekday, hour, figures }) => [`${weekday} ${hour}`, figures.scheduled]));
  const used = counted.map(({ hour }) => hour);
  const rows: HeatRow[] = [];
  for (let hour = Math.min(...used); hour <= Math.max(...used); hour++) {
    rows.push({ hour, cells: [1, 2, 3, 4, 5, 6, 7].map((weekday) => counts.get(`${weekday} ${hour}`) ?? 0) });
  }

  return { rows, most: Math.max(0, ...counts.values()) };
}

/** How strong a cell is drawn: 0 for none, 5 for the most. */
export function levelOf(calls: number, most: number): number {
  return calls === 0 ? 0 : Math.max(1, Math.ceil((calls / most) * 5));
}
