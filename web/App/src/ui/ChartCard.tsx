import { Button, Skeleton, useComputedColorScheme } from '@mantine/core';
import { ChartColumn, Table2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { ExplainButton } from '../explain/ExplainButton';
import { type ChartPalette, paletteOf } from '../theme/palette';
import { Card } from './Card';
import classes from './ChartCard.module.css';
import type { ChartOption } from './chartOption';
import { type Column, DataTable } from './DataTable';
import { SaveTable } from './SaveTable';
import { saveTable } from './tableCsv';

const Chart = lazy(() => import('./Chart'));

export interface LegendEntry {
  name: string;
  color: string | undefined;
}

interface ChartCardProps<Row> {
  title: string;
  about?: string;
  /** The picture in a sentence, for those who do not see it. */
  summary: string;
  /** The figures of the chart: also its table view. */
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** Must keep its identity between renders (useCallback), or the chart is drawn again each time. */
  draw: (palette: ChartPalette) => ChartOption;
  /** What the colours mean, where there is more than one. */
  legend?: (palette: ChartPalette) => readonly LegendEntry[];
  onPick?: ((series: string, index: number) => void) | undefined;
  controls?: ReactNode;
  size?: 'short' | undefined;
  /** The figure that it draws, by its id among those that explain themselves. */
  explain?: string | undefined;
  testId: string;
}

/** A chart that is also a table. */
export function ChartCard<Row>({ title, about, summary, rows, columns, keyOf, draw, legend, onPick, controls, size, explain, testId }: ChartCardProps<Row>) {
  const [asTable, setAsTable] = useState(false);
  const scheme = useComputedColorScheme('light');
  const option = useMemo(() => draw(paletteOf(scheme)), [draw, scheme]);
  const Icon = asTable ? ChartColumn : Table2;

  const toggle = (
    <Button
      className={classes.toggle}
      variant="subtle"
      size="compact-sm"
      color="gray"
      leftSection={<Icon size={14} strokeWidth={1.5} />}
      onClick={() => setAsTable(!asTable)}
      data-testid={`${testId}-toggle`}
    >
      {asTable ? 'View as chart' : 'View as table'}
    </Button>
  );

  return (
    <Card
      title={title}
      about={about}
      testId={testId}
      controls={
        <>
          {controls}
          {toggle}
          <div className={classes.icons}>
            <SaveTable label={title} onSave={() => saveTable(title, columns, rows)} testId={`${testId}-csv`} />
            <ExplainButton figure={explain} label={title} />
          </div>
        </>
      }
    >
      {asTable ? (
        <div className={classes.table}>
          <DataTable label={title} columns={columns} rows={rows} keyOf={keyOf} testId={`${testId}-table`} />
        </div>
      ) : (
        <>
          <div className={classes.chart} data-size={size}>
            <Suspense fallback={<Skeleton className={classes.skeleton} />}>
              <Chart option={option} summary={summary} onPick={onPick} />
            </Suspense>
          </div>
          {legend && <Legend entries={legend(paletteOf(scheme))} />}
        </>
      )}
    </Card>
  );
}

function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className={classes.legend}>
      {entries.map(({ name, color }) => (
        <li key={name}>
          <svg width={9} height={9} aria-hidden>
            <rect width={9} height={9} rx={2} fill={color} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

export function ChartLoading({ title }: { title: string }) {
  return (
    <Card title={title}>
      <div className={classes.chart}>
        <Skeleton className={classes.skeleton} />
      </div>
    </Card>
  );
}
