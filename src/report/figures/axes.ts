import type { Column } from '../../common/result.js';
import { grouped, numberIn } from '../numbers.js';
import { plainText } from '../plain-text.js';
import type { Canvas, ChartOption } from './canvas.js';
import { FONT_SIZE } from './text-size.js';

/** A value below zero that is smaller than this share of the largest would be a hair, and cost a step of the axis. */
const LOST = 0.005;

/** An axis of numbers: quiet lines, separators, percentages. */
export function valueAxis(column: Column, canvas: Canvas, lines: boolean): ChartOption {
  const { palette } = canvas;
  return {
    type: 'value',
    axisLine: { show: !lines, lineStyle: { color: palette.quiet } },
    axisTick: { show: false },
    splitLine: { show: lines, lineStyle: { color: palette.line } },
    splitNumber: canvas.width < 480 ? 3 : 5,
    min: ({ min, max }: { min: number; max: number }) => (min < 0 && -min < max * LOST ? 0 : null),
    ...(column.type === 'count' ? { minInterval: 1 } : {}),
    axisLabel: {
      color: palette.quiet,
      fontSize: FONT_SIZE,
      hideOverlap: true,
      formatter: (value: number) => axisNumber(value, column),
    },
  };
}

/** An axis of names or days. */
export function categoryAxis(
  labels: readonly string[],
  canvas: Canvas,
  label: ChartOption = {},
): ChartOption {
  const { palette } = canvas;
  return {
    type: 'category',
    data: [...labels],
    axisLine: { lineStyle: { color: palette.quiet } },
    axisTick: { show: false },
    axisLabel: { color: palette.quiet, fontSize: FONT_SIZE, hideOverlap: true, ...label },
  };
}

/** ` (EUR)` for values with a unit, which an axis names once. */
export function unitOf(column: Column | undefined, label: string): string {
  const unit = column?.unit;
  return unit === undefined || label.toLowerCase().includes(unit.toLowerCase())
    ? ''
    : ` (${plainText(unit)})`;
}

/** A tick of an axis: as many digits as it needs, six at most. */
export function axisNumber(value: number, column: Pick<Column, 'type'>): string {
  const share = column.type === 'share';
  const number = numberIn(Number((share ? value * 100 : value).toPrecision(12)));
  if (number === null) return '';
  return grouped(number, Math.min(6, number.decimalPlaces())) + (share ? ' %' : '');
}

/** Room beyond the longest lying bar for the number at its end, `width` pixels wide. */
export function roomForLabels(width: number, canvas: Canvas): ChartOption {
  const plot = Math.max(width + 40, canvas.width * 0.65);
  return { boundaryGap: [0, `${Math.ceil((100 * (width + 8)) / (plot - width))}%`] };
}
