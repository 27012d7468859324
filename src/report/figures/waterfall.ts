import type { Figure, Table } from '../../common/result.js';
import { cellOf, displayText } from '../cells.js';
import { columnOf } from '../figure-rows.js';
import { plainText } from '../plain-text.js';
import { longestWord, wrapText } from '../wrap.js';
import { categoryAxis, roomForLabels, unitOf, valueAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame } from './frame.js';
import { drawnRows, numeric } from './plot-data.js';
import { type Rectangle, rectangleSeries } from './rectangles.js';
import { FONT_SIZE, lettersIn, lyingName, textWidth } from './text-size.js';

/**
 * Changes that start where the one before ended, between totals that stand on zero; each with its sign.
 * Lies down where the names are too long to stand beside each other.
 */
export function waterfallOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  const y = columnOf(table, figure, figure.y[0] ?? figure.x);
  const steps = stepsOf(table, figure);
  const band = (canvas.width - 90) / Math.max(1, steps.length);
  const labels = steps.map(({ name }) => name);
  const lying = labels.some((name) => longestWord(name) > lettersIn(band));
  const widest = Math.max(0, ...steps.map(({ shown }) => textWidth(shown, FONT_SIZE - 1)));
  const shown = lying || widest <= band;
  const rectangles = steps.map(({ from, to, kind, shown: value }, place): Rectangle => {
    const across = { x0: place - 0.5, x1: place + 0.5, y0: from, y1: to };
    const down = { x0: from, x1: to, y0: place - 0.5, y1: place + 0.5 };
    const text = { value, color: canvas.palette.ink, place: lying ? ('right' as const) : ('above' as const) };
    return { ...(lying ? down : across), color: canvas.palette[kind], ...(shown ? { text } : {}) };
  });
  const names = categoryAxis(
    labels.map((_, index) => String(index)),
    canvas,
    {
      interval: 0,
      hideOverlap: false,
      lineHeight: FONT_SIZE + 2,
      formatter: (index: string) => {
        const label = labels[Number(index)]!;
        return lying ? lyingName(label, canvas) : wrapText(label, lettersIn(band), '…').join('\n');
      },
    },
  );
  const values = valueAxis(y, canvas, true);
  return {
    ...frame(lying ? swapped(figure) : figure, lying ? '' : unitOf(y, figure.yLabel), [], canvas),
    xAxis: lying ? { ...values, ...roomForLabels(widest, canvas) } : names,
    yAxis: lying ? { ...names, inverse: true } : values,
    series: [rectangleSeries(rectangles, { x: !lying, y: lying }, lying ? 6 : Math.max(4, band * 0.25))],
  };

  function swapped({ xLabel, yLabel, ...rest }: Figure): Figure {
    return { ...rest, xLabel: yLabel + unitOf(y, yLabel), yLabel: xLabel };
  }
}

interface Step {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'up' | 'down' | 'total';
  readonly shown: string;
}

function stepsOf(table: Table, figure: Figure): readonly Step[] {
  const x = columnOf(table, figure, figure.x);
  const y = columnOf(table, figure, figure.y[0] ?? figure.x);
  let level = 0;
  return drawnRows(table, figure).map((row) => {
    const value = numeric(row, y.id) ?? 0;
    const total = figure.totals?.includes(cellOf(row, x)) === true;
    const from = total ? 0 : level;
    level = from + value;
    return {
      name: plainText(displayText(x, cellOf(row, x))),
      from,
      to: level,
      kind: total ? 'total' : value < 0 ? 'down' : 'up',
      shown: `${!total && value > 0 ? '+' : ''}${displayText(y, cellOf(row, y))}`,
    };
  });
}
