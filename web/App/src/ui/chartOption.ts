import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { ChartPalette } from '../theme/palette';
import classes from './ChartTooltip.module.css';

export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption>;

const font = "'Inter Variable', Inter, sans-serif";

export interface TooltipRow {
  name: string;
  value: string;
  color?: string | undefined;
}

/** What every chart of the house has in common. */
export function house(palette: ChartPalette): ChartOption {
  return {
    color: [...palette.series],
    textStyle: { fontFamily: font, color: palette.muted },
    grid: { left: 8, right: 8, top: 16, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  };
}

export function categories(palette: ChartPalette, labels: readonly string[]) {
  return {
    type: 'category' as const, data: [...labels],
    axisLine: { lineStyle: { color: palette.hairline } }, axisTick: { show: false },
    axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true, margin: 12 },
  };
}

export function values(palette: ChartPalette, format: (value: number) => string, lines = true) {
  return {
    type: 'value' as const,
    axisLabel: { color: palette.muted, fontSize: 11, formatter: format, hideOverlap: true },
    splitLine: { show: lines, lineStyle: { color: palette.hairline, type: [2, 4] } },
    axisLine: { show: false }, axisTick: { show: false },
  };
}

/** What is meant to be reached, over the bars of what was: a step for each of them. */
export function targetLine(palette: ChartPalette, name: string, data: (number | null)[]) {
  return {
    name, type: 'line' as const, step: 'middle' as const, data, symbol: 'none', z: 3,
    lineStyle: { color: palette.muted, width: 1.5, type: [4, 3] }, itemStyle: { color: palette.muted },
  };
}

/** Follows the pointer along the categories. The box is made of elements, not of markup: names come from outside. */
export function tooltip(palette: ChartPalette, rowsOf: (index: number) => { title: string; rows: TooltipRow[] }): ChartOption {
  return {
    tooltip: {
      trigger: 'axis', confine: true, padding: 0, borderWidth: 0, backgroundColor: 'transparent', extraCssText: 'box-shadow: none',
      axisPointer: { type: 'shadow', z: 1, shadowStyle: { color: palette.hairline, opacity: 0.35 } },
      formatter: (marks: unknown) => {
        const { title, rows } = rowsOf(indexOf(marks));
        return box(title, rows);
      },
    },
  };
}

function indexOf(marks: unknown): number {
  const first: unknown = Array.isArray(marks) ? marks[0] : marks;
  return typeof first === 'object' && first !== null && 'dataIndex' in first && typeof first.dataIndex === 'number' ? first.dataIndex : 0;
}

function box(title: string, rows: readonly TooltipRow[]): HTMLElement {
  const element = node('div', classes.box);
  element.append(node('p', classes.title, title));
  const list = node('dl', classes.rows);
  for (const { name, value, color } of rows) {
    const term = node('dt', classes.name);
    const dot = node('span', classes.dot);
    dot.style.setProperty('--dot', color ?? 'transparent');
    term.append(dot, name);
    list.append(term, node('dd', classes.value, value));
  }

  element.append(list);
  return element;
}

function node(tag: string, className: string | undefined, text?: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className ?? '';
  if (text !== undefined) {
    element.textContent = text;
  }

  return element;
}
