/** The same colours as tokens.css, for charts: a canvas does not read CSS variables. */
export interface ChartPalette {
  ink: string;
  muted: string;
  hairline: string;
  surface: string;
  accent: string;
  second: string;
  /** What was before, behind what is. */
  pale: string;
  /** For parts of a whole; neighbours differ in lightness too, so they stay apart without colour vision. */
  series: readonly string[];
}

const light: ChartPalette = {
  ink: '#1f1b16',
  muted: '#645b4f',
  hairline: '#e4dbcb',
  surface: '#fffdf9',
  accent: '#6e1f2b',
  second: '#a8843f',
  pale: '#d9c3bd',
  series: ['#6e1f2b', '#b8934d', '#33475b', '#98a58a', '#b9737b', '#5f5346', '#7f9bab', '#d8c3a0', '#59405c', '#b3aca1'],
};

const dark: ChartPalette = {
  ink: '#f2ece1',
  muted: '#b3a998',
  hairline: '#312b25',
  surface: '#1a1714',
  accent: '#b8525f',
  second: '#d7b573',
  pale: '#5d3a3d',
  series: ['#b8525f', '#d7b573', '#7d9ab8', '#8fa27e', '#e0a3a5', '#8d7f70', '#a9c3cf', '#f0dfc2', '#a784ab', '#6b645b'],
};

export function paletteOf(scheme: 'light' | 'dark'): ChartPalette {
  return scheme === 'dark' ? dark : light;
}
