import type { Figure, Table } from '../../common/result.js';
import { categoryAxis, roomForLabels, unitOf, valueAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame } from './frame.js';
import { seriesColor } from './palette.js';
import { type PlotData, type PlotSeries, plotData } from './plot-data.js';
import { lyingName, textWidth } from './text-size.js';
import { valueLabel } from './value-label.js';

/** Seams between more layers than these would hide the thin ones. */
const MOST_SEAMS = 12;

/** Bars side by side, or lying down where their names are long. */
export function barOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  return bars(plotData(table, figure, false), figure, canvas, false);
}

/** Bars whose series lie on each other; what is below zero hangs down. */
export function stackedBarOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  return bars(plotData(table, figure, false), figure, canvas, true);
}

function bars(data: PlotData, figure: Figure, canvas: Canvas, stacked: boolean): ChartOption {
  const { palette, width } = canvas;
  const labels = data.categories ?? [];
  const column = data.series[0]?.column ?? data.x;
  const band = (width - 80) / Math.max(1, labels.length);
  const lying = data.x.type === 'text' && labels.some((label) => textWidth(label) > band);
  const names = categoryAxis(labels, canvas, lying ? lyingLabels(canvas) : apart(labels, band));
  const values = valueAxis(column, canvas, true);
  const labelled = data.series.map((series) => valueLabel(series, data.series.length, lying, band));
  const room = Math.max(0, ...labelled.map(({ width: widest }) => widest));
  const unit = unitOf(column, figure.yLabel);
  const axes = { xLabel: figure.yLabel + unit, yLabel: figure.xLabel };
  return {
    ...frame(lying ? { ...figure, ...axes } : figure, lying ? '' : unit, data.series, canvas),
    xAxis: lying ? { ...values, ...(room > 0 ? roomForLabels(room, canvas) : {}) } : names,
    yAxis: lying ? { ...names, inverse: true } : values,
    series: data.series.flatMap((series, index) => [
      {
        type: 'bar',
        name: series.name,
        ...(stacked ? { stack: 'all' } : {}),
        barMaxWidth: 48,
        barCategoryGap: stacked ? '15%' : '25%',
        itemStyle: {
          color: seriesColor(palette, index, data.series.length),
          borderColor: palette.paper,
          borderWidth: stacked && data.series.length <= MOST_SEAMS ? 1 : 0,
        },
        data: byCategory(series, labels.length),
        label: { ...labelled[index]!.option, color: palette.ink },
      },
      ...(data.series.length === 1 && !stacked ? whiskers(series, lying, canvas) : []),
    ]),
  };
}

/** Lines from the low to the high end of each bar's interval; an unseen series makes room for the ends. */
function whiskers({ points }: PlotSeries, lying: boolean, { palette }: Canvas): readonly ChartOption[] {
  const known = points.filter(({ low, high }) => low !== null && high !== null);
  if (known.length === 0) return [];
  const at = (x: number, value: number) => (lying ? [value, x] : [x, value]);
  return [
    {
      type: 'scatter',
      name: 'ends',
      silent: true,
      symbolSize: 0,
      data: known.flatMap(({ x, low, high }) => [at(x, low!), at(x, high!)]),
      markLine: {
        symbol: 'none',
        silent: true,
        animation: false,
        precision: 12,
        label: { show: false },
        lineStyle: { color: palette.ink, width: 1.5, type: 'solid' },
        data: known.map(({ x, low, high }) => [{ coord: at(x, low!) }, { coord: at(x, high!) }]),
      },
    },
  ];
}

/** A value for every category; where rows share one, the last counts. */
function byCategory(series: PlotSeries, count: number): (number | null)[] {
  const values = Array<number | null>(count).fill(null);
  for (const { x, y } of series.points) values[x] = y;
  return values;
}

/** Pixels between two labels of an axis. */
const LABEL_GAP = 8;

/** Every label where there is room for them, else every second, third …, always the first. */
function apart(labels: readonly string[], band: number): ChartOption {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label)));
  const step = Math.max(1, Math.ceil((widest + LABEL_GAP) / band));
  return step === 1 ? EVERY_LABEL : { interval: step - 1 };
}

const EVERY_LABEL: ChartOption = { interval: 0, hideOverlap: false };

function lyingLabels(canvas: Canvas): ChartOption {
  return {
    ...EVERY_LABEL,
    formatter: (label: string) => lyingName(label, canvas),
  };
}
