import type { Figure, Table } from '../../common/result.js';
import { categoryAxis, unitOf, valueAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame } from './frame.js';
import { seriesColor } from './palette.js';
import { plotData } from './plot-data.js';

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow'] as const;

/** Points; each series has a symbol of its own beside its colour. */
export function scatterOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  const data = plotData(table, figure, true);
  const column = data.series[0]?.column ?? data.x;
  const named = { ...figure, xLabel: figure.xLabel + unitOf(data.x, figure.xLabel) };
  return {
    ...frame(named, unitOf(column, figure.yLabel), data.series, canvas),
    xAxis:
      data.categories === null
        ? { ...valueAxis(data.x, canvas, false), scale: true }
        : categoryAxis(data.categories, canvas),
    yAxis: { ...valueAxis(column, canvas, true), scale: true },
    series: data.series.map((series, index) => ({
      type: 'scatter',
      name: series.name,
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: series.points.length > 300 ? 4 : 8,
      itemStyle: { color: seriesColor(canvas.palette, index, data.series.length), opacity: 0.75 },
      data: series.points.map(({ x, y }) => [x, y]),
    })),
  };
}
