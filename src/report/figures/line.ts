import type { Figure, Table } from '../../common/result.js';
import { categoryAxis, unitOf, valueAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame } from './frame.js';
import { seriesColor } from './palette.js';
import { type PlotData, type PlotPoint, type PlotSeries, plotData } from './plot-data.js';

const DASHES = ['solid', 'dashed', 'dotted'] as const;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect'] as const;
const MOST_SYMBOLS = 24;

/** Lines, each with its own symbol and dash beside its colour, and the interval around it as a band. */
export function lineOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  const data = plotData(table, figure, true);
  const column = data.series[0]?.column ?? data.x;
  const x =
    data.categories === null ? valueAxis(data.x, canvas, false) : categoryAxis(data.categories, canvas);
  return {
    ...frame(figure, unitOf(column, figure.yLabel), data.series, canvas),
    xAxis: data.categories === null ? { ...x, ...endToEnd(data, canvas) } : { ...x, boundaryGap: false },
    yAxis: valueAxis(column, canvas, true),
    series: data.series.flatMap((series, index) => [
      ...band(series, index, data, canvas),
      line(series, index, data, canvas),
    ]),
  };
}

/** An axis from the first number to the last, with round ticks alone: the ends would stand in their way. */
function endToEnd({ series, x }: PlotData, canvas: Canvas): ChartOption {
  const at = series.flatMap(({ points }) => points.map((point) => point.x));
  const [min, max] = [Math.min(...at), Math.max(...at)];
  if (!(max > min)) return { scale: true };
  const rough = (max - min) / (canvas.width < 480 ? 4 : 6);
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = [1, 2, 5, 10].map((part) => part * power).find((part) => part >= rough)!;
  const step = x.type === 'count' ? Math.max(1, nice) : nice;
  const first = Math.ceil(min / step);
  const ticks = Array.from({ length: Math.floor(max / step) - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  const label = valueAxis(x, canvas, false).axisLabel as ChartOption;
  return { min, max, axisLabel: { ...label, customValues: ticks } };
}

function line(series: PlotSeries, index: number, data: PlotData, canvas: Canvas): ChartOption {
  const color = seriesColor(canvas.palette, index, data.series.length);
  return {
    type: 'line',
    name: series.name,
    data: series.points.map(({ x, y }) => [x, y]),
    color,
    symbol: SYMBOLS[index % SYMBOLS.length],
    symbolSize: 6,
    showSymbol: series.points.length <= MOST_SYMBOLS,
    showAllSymbol: true,
    lineStyle: { width: 2, color, type: DASHES[Math.floor(index / 2) % DASHES.length] },
    itemStyle: { color },
    z: 3,
  };
}

/** The lower end, unseen, with the width of the interval stacked on it. */
function band(series: PlotSeries, index: number, data: PlotData, canvas: Canvas): readonly ChartOption[] {
  const inside = series.points.filter((point): point is PlotPoint & { low: number; high: number } => {
    return point.low !== null && point.high !== null;
  });
  if (inside.length === 0) return [];
  const color = seriesColor(canvas.palette, index, data.series.length);
  const part = {
    type: 'line',
    stack: `interval ${index}`,
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    color,
    z: 1,
  };
  return [
    { ...part, name: `${index} from`, data: inside.map(({ x, low }) => [x, low]) },
    {
      ...part,
      name: `${index} to`,
      data: inside.map(({ x, low, high }) => [x, high - low]),
      areaStyle: { color, opacity: 0.16 },
    },
  ];
}
