import type { Figure, Table } from '../../common/result.js';
import { categoryAxis, unitOf, valueAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame } from './frame.js';
import { seriesColor } from './palette.js';
import { type PlotData, plotData } from './plot-data.js';
import { clipped, FONT_SIZE } from './text-size.js';

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow'] as const;

/** More points than this have no room for their names. */
const MOST_NAMES = 40;

/** Points; series have a symbol each beside their colour, or, where they are single points, their name. */
export function scatterOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  const data = plotData(table, figure, true);
  const column = data.series[0]?.column ?? data.x;
  const named = { ...figure, xLabel: figure.xLabel + unitOf(data.x, figure.xLabel) };
  const single =
    data.series.length > 1 &&
    data.series.length <= MOST_NAMES &&
    data.series.every(({ points }) => points.length <= 1);
  const middle = middleOf(data);
  return {
    ...frame(named, unitOf(column, figure.yLabel), single ? [] : data.series, canvas),
    xAxis:
      data.categories === null
        ? { ...valueAxis(data.x, canvas, false), scale: true }
        : categoryAxis(data.categories, canvas),
    yAxis: { ...valueAxis(column, canvas, true), scale: true },
    series: data.series.map((series, index) => ({
      type: 'scatter',
      name: series.name,
      symbol: single ? SYMBOLS[0] : SYMBOLS[index % SYMBOLS.length],
      symbolSize: series.points.length > 300 ? 4 : 8,
      itemStyle: {
        color: single ? canvas.palette.series[0] : seriesColor(canvas.palette, index, data.series.length),
        opacity: 0.75,
      },
      data: series.points.map(({ x, y }) => [x, y]),
      ...(single
        ? {
            label: {
              show: true,
              position: (series.points[0]?.x ?? 0) > middle ? 'left' : 'right',
              formatter: () => clipped(series.name, canvas.width / 3),
              color: canvas.palette.ink,
              fontSize: FONT_SIZE - 1,
            },
            labelLayout: { hideOverlap: true },
          }
        : {}),
    })),
  };
}

/** Names of points beyond it stand on their left, inside the drawing. */
function middleOf({ series }: PlotData): number {
  const at = series.flatMap(({ points }) => points.map(({ x }) => x));
  return at.length === 0 ? 0 : (Math.min(...at) + Math.max(...at)) / 2;
}
