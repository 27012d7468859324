import type { Figure, Table } from '../../common/result.js';
import { displayText } from '../cells.js';
import { columnOf } from '../figure-rows.js';
import { plainText } from '../plain-text.js';
import { unitOf, valueAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame } from './frame.js';
import { drawnRows, numeric } from './plot-data.js';
import { type Rectangle, rectangleSeries } from './rectangles.js';
import { barOption } from './rows-charts.js';
import { FONT_SIZE } from './text-size.js';

const MARK_LINE = 16;
const DASHES = ['solid', 'dashed', 'dotted'] as const;

/** Touching bars over the bins, with marked positions (mean, median) as upright lines, each labelled in a row of its own. */
export function histogramOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  const x = columnOf(table, figure, figure.x);
  const y = columnOf(table, figure, figure.y[0] ?? figure.x);
  const bins = binsOf(table, figure, y.id, canvas);
  if (bins.length === 0) return barOption(table, figure, canvas);
  const open = figure.xEnd !== undefined && lastBinIsOpen(table, figure, figure.xEnd);
  const named = {
    ...figure,
    xLabel: `${figure.xLabel}${unitOf(x, figure.xLabel)}${open ? '; last bar: all above' : ''}`,
  };
  const framed = frame(named, unitOf(y, figure.yLabel), [], canvas);
  const marks = figure.marks ?? [];
  const grid = framed.grid as { top: number };
  const low = Math.min(...bins.map(({ x0 }) => x0));
  const high = Math.max(...bins.map(({ x1 }) => x1));
  return {
    ...framed,
    grid: { ...grid, top: grid.top + marks.length * MARK_LINE },
    xAxis: { ...valueAxis(x, canvas, false), min: low, max: high },
    yAxis: valueAxis(y, canvas, true),
    series: [
      {
        ...rectangleSeries(bins, { x: false, y: false }, 1),
        markLine: { symbol: 'none', silent: true, data: marks.map(mark) },
      },
    ],
  };

  function mark({ label, at }: { label: string; at: number }, index: number): ChartOption {
    const right = at > (low + high) / 2;
    return {
      xAxis: Math.min(high, Math.max(low, at)),
      lineStyle: { color: canvas.palette.ink, width: 1.5, type: DASHES[index % DASHES.length] },
      label: {
        formatter: `${plainText(label)} ${displayText(x, x.type === 'money' ? at.toFixed(2) : at)}`,
        position: 'end',
        rotate: 0,
        align: right ? 'right' : 'left',
        verticalAlign: 'bottom',
        distance: 2 + (marks.length - 1 - index) * MARK_LINE,
        color: canvas.palette.ink,
        fontSize: FONT_SIZE,
        textBorderWidth: 0,
      },
    };
  }
}

function lastBinIsOpen(table: Table, figure: Figure, end: string): boolean {
  const last = drawnRows(table, figure).at(-1);
  return last !== undefined && numeric(last, end) === null;
}

/** Bins with both ends: the upper is `xEnd`, else the next bin's lower; an open bin is as wide as the one before it. */
function binsOf(table: Table, figure: Figure, y: string, { palette }: Canvas): readonly Rectangle[] {
  const rows = drawnRows(table, figure)
    .map((row) => ({
      from: numeric(row, figure.x),
      to: figure.xEnd === undefined ? null : numeric(row, figure.xEnd),
      height: numeric(row, y) ?? 0,
    }))
    .filter((bin): bin is typeof bin & { from: number } => bin.from !== null)
    .sort((a, b) => a.from - b.from);
  let width = 1;
  return rows.map(({ from, to, height }, index) => {
    const end = to ?? rows[index + 1]?.from ?? from + width;
    width = end > from ? end - from : width;
    return { x0: from, x1: from + width, y0: 0, y1: height, color: palette.series[0]! };
  });
}
