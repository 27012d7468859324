import type { Figure, Table } from '../../common/result.js';
import { displayText } from '../cells.js';
import { type HeatCell, type HeatMatrix, heatMatrix } from '../heat-matrix.js';
import { HEAT_STEPS } from '../heat-scale.js';
import { numberIn } from '../numbers.js';
import { plainText } from '../plain-text.js';
import { axisNumber, categoryAxis } from './axes.js';
import type { Canvas, ChartOption } from './canvas.js';
import { frame } from './frame.js';
import { type Rectangle, rectangleSeries } from './rectangles.js';
import { clipped, textWidth } from './text-size.js';

/** Coloured cells with their numbers where these fit, and the ranges of the colours as a legend. */
export function heatOption(table: Table, figure: Figure, canvas: Canvas): ChartOption {
  const matrix = heatMatrix(table, figure);
  const { palette, width } = canvas;
  const down = matrix.down.map(label);
  const across = matrix.across.map(label);
  const names = Math.min(width * 0.3, Math.max(0, ...down.map((text) => textWidth(text))));
  const band = (width - names - 40) / Math.max(1, across.length);
  const cells = rectangles(matrix, band, canvas);
  const ranges = legend(matrix);
  return {
    ...frame(figure, '', ranges, canvas),
    xAxis: {
      ...categoryAxis(indices(across), canvas, { formatter: (index: string) => across[Number(index)]! }),
    },
    yAxis: {
      ...categoryAxis(indices(down), canvas, {
        formatter: (index: string) => clipped(down[Number(index)]!, names + 4),
      }),
      inverse: true,
    },
    series: [
      { ...rectangleSeries(cells, { x: true, y: true }, 2) },
      ...ranges.map(({ name }, step) => ({ type: 'bar', name, data: [], color: palette.heat[step] })),
    ],
  };
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
