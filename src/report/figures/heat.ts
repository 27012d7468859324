import type { Figure, Table } from '../../common/result.js';
import { displayText } from '../cells.js';
import { type HeatCell, type HeatMatrix, heatMatrix } from '../heat-matrix.js';
import { HEAT_STEPS } from '../heat-scale.js';
import { numberIn } from '../numbers.js';
import { periodLabels } from '../period-labels.js';
import { plainText } from '../plain-text.js';
import { axisNumber, categoryAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame, legendHeight } from './frame.js';
import { type Rectangle, rectangleSeries } from './rectangles.js';
import { clipped, FONT_SIZE, textWidth, twoLines } from './text-size.js';

/** Height of a row whose name is always shown, and of a row where the page gives all the room that it likes. */
const ROW = 16;
const ROOMY_ROW = 24;
const TWO_LINES = 30;

/** Length of a name that stands upright beneath its column. */
const MOST_UPRIGHT = 180;

/** Coloured cells with their numbers where these fit, and the ranges of the colours as a legend. */
export function heatOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  const { palette } = canvas;
  const { matrix, down, across, names, band, upright } = layout(table, figure, canvas.width);
  const cells = rectangles(matrix, band, canvas);
  const ranges = legend(matrix);
  const row = canvas.height / Math.max(1, down.length);
  return {
    ...frame(figure, '', ranges, canvas),
    xAxis: {
      ...categoryAxis(indices(across), canvas, {
        ...(upright ? { rotate: 90, interval: 0, hideOverlap: false } : {}),
        formatter: (index: string) =>
          upright ? clipped(across[Number(index)]!, MOST_UPRIGHT) : across[Number(index)]!,
      }),
    },
    yAxis: {
      ...categoryAxis(indices(down), canvas, {
        ...(row >= ROW ? { interval: 0, hideOverlap: false } : {}),
        lineHeight: FONT_SIZE + 1,
        formatter: (index: string) =>
          row >= TWO_LINES
            ? twoLines(down[Number(index)]!, names + 4)
            : clipped(down[Number(index)]!, names + 4),
      }),
      inverse: true,
    },
    series: [
      { ...rectangleSeries(cells, { x: true, y: true }, 2) },
      ...ranges.map(({ name }, step) => ({ type: 'bar', name, data: [], color: palette.heat[step] })),
    ],
  };
}

/** A height at which every row has room, and the legend and the names beneath the columns as well. */
export function heatHeight(table: Table, figure: Figure, width: number): number {
  const { matrix, down, across, names: room, upright } = layout(table, figure, width);
  const names = upright ? Math.max(0, ...across.map((text) => Math.min(MOST_UPRIGHT, textWidth(text)))) : 12;
  const row = down.some((text) => textWidth(text) > room) ? TWO_LINES : ROOMY_ROW;
  return Math.max(180, 88 + legendHeight(legend(matrix), width) + names + row * down.length);
}

/** Names that are no numbers or periods can't be left out: they stand upright where they don't fit side by side. */
function layout(table: Table, figure: Figure, width: number) {
  const matrix = heatMatrix(table, figure);
  const down = named(matrix.down);
  const across = named(matrix.across);
  const names = Math.min(width * 0.32, Math.max(0, ...down.map((text) => textWidth(text))));
  const band = (width - names - 40) / Math.max(1, across.length);
  const inOrder = across.filter((text) => /^-?\d/.test(text)).length > across.length / 2;
  const upright = !inOrder && across.some((text) => textWidth(text) > band);
  return { matrix, down, across, names, band, upright };
}

function named(cells: readonly HeatCell[]): readonly string[] {
  const labels = cells.map(label);
  return cells.every(({ column }) => column.type === 'date') ? periodLabels(labels) : labels;
}

function label({ column, cell }: HeatCell): string {
  return plainText(displayText(column, cell));
}

/** Places instead of names, since two rows may have the same name. */
function indices(labels: readonly string[]): readonly string[] {
  return labels.map((_, index) => String(index));
}

function rectangles(matrix: HeatMatrix, band: number, { palette }: Canvas): readonly Rectangle[] {
  const all = matrix.cells.flatMap((line, y) => line.map((cell, x) => ({ cell, x, y })));
  const texts = all.map(({ cell }) => (cell === undefined || cell.cell === null ? '' : label(cell)));
  const fits = Math.max(0, ...texts.map((text) => textWidth(text, 11))) <= band - 4;
  return all.flatMap(({ cell, x, y }, index) => {
    const value = cell === undefined ? null : numberIn(cell.cell);
    if (value === null) return [];
    const step = matrix.scale.step(value.toNumber());
    const text = fits
      ? { text: { value: texts[index]!, color: palette.heatInk[step]!, place: 'inside' as const } }
      : {};
    return [{ x0: x - 0.5, x1: x + 0.5, y0: y - 0.5, y1: y + 0.5, color: palette.heat[step]!, ...text }];
  });
}

/** Ranges of the steps that differ; one range alone needs no legend. */
function legend({ scale, cells }: HeatMatrix): readonly { name: string }[] {
  const column = cells.flat().find((cell) => cell !== undefined)?.column;
  if (column === undefined || scale.bounds[0] === scale.bounds.at(-1)) return [];
  const bound = (index: number) => axisNumber(Number(scale.bounds[index]!.toPrecision(3)), column);
  return Array.from({ length: HEAT_STEPS }, (_, step) => {
    if (step === 0) return { name: `below ${bound(0)}` };
    if (step === HEAT_STEPS - 1) return { name: `from ${bound(step - 1)}` };
    return { name: `${bound(step - 1)} – ${bound(step)}` };
  });
}
