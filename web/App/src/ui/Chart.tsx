import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartOption } from './chartOption';
import classes from './Chart.module.css';

use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

export interface ChartProps {
  option: ChartOption;
  /** Read out instead of the picture. */
  summary: string;
  /** Someone clicked the mark of this series and category; without a series, the strip of the category beside its marks. */
  onPick?: ((series: string, index: number) => void) | undefined;
}

/** ECharts on a canvas. Loaded after the page, see ChartCard. */
export default function Chart({ option, summary, onPick }: ChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);

  useEffect(() => {
    if (container.current === null) {
      return;
    }

    const made = init(container.current, undefined, { renderer: 'canvas' });
    chart.current = made;
    const sized = new ResizeObserver(() => made.resize());
    sized.observe(container.current);

    return () => {
      sized.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption({ animation: !still, animationDuration: 450, animationDurationUpdate: 250, ...option }, { notMerge: true });
  }, [option]);

  useEffect(() => {
    const made = chart.current;
    if (made === null || onPick === undefined) {
      return;
    }

    const pick = (mark: { seriesName?: string; dataIndex: number }) => onPick(mark.seriesName ?? '', mark.dataIndex);
    const strip = ({ target, offsetX, offsetY }: { target?: unknown; offsetX: number; offsetY: number }) => {
      if (target === undefined && made.containPixel('grid', [offsetX, offsetY])) {
        const across = Array.isArray(option.yAxis) || option.yAxis?.type !== 'category';
        onPick('', made.convertFromPixel('grid', [offsetX, offsetY])[across ? 0 : 1] ?? 0);
      }
    };
    const surface = made.getZr();
    made.on('click', pick);
    surface.on('click', strip);
    return () => {
      made.off('click', pick);
      surface.off('click', strip);
    };
  }, [onPick, option]);

  return <div ref={container} className={classes.canvas} role="img" aria-label={summary} />;
}
