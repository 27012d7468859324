import type { Column, Figure } from '../../common/result.js';
import { grouped, numberIn } from '../numbers.js';
import { plainText } from '../plain-text.js';
import { wrapText } from '../terminal/wrap.js';
import { cutText, displayWidth } from '../width.js';
import type { Palette } from './palette.js';

/** Size and look of one drawing. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Whether the finding stands in the drawing as its heading. */
  readonly heading: boolean;
}

/** Options in the words of the chart library. */
export type ChartOption = Record<string, unknown>;

export const FONT_SIZE = 12;

const HEADING_SIZE = 15;
const LINE = 18;
/** Width of a letter in ems, generous: some system fonts run wide. */
const LETTER = 0.6;
const BOLD_LETTER = 0.68;
const LEGEND_ICON = 14;
const LEGEND_GAP = 10;
const LEGEND_ROW = 14;

/** Columns of pixels that a text takes, estimated: no font is at hand where charts are made. */
export function textWidth(text: string, size = FONT_SIZE): number {
  return displayWidth(text) * size * LETTER;
}

/** Heading, axis labels and legend around a plot, each with room of its own, so that nothing is clipped. */
export function frame(
  figure: Figure,
  yUnit: string,
  legend: readonly LegendItem[],
  canvas: Canvas,
): ChartOption {
  const { palette, width } = canvas;
  const headingLines = canvas.heading
    ? wrapText(plainText(figure.title), Math.floor((width - 16) / (HEADING_SIZE * BOLD_LETTER)), '…')
    : [];
  const headingHeight = headingLines.length * (LINE + 2) + (headingLines.length > 0 ? 6 : 0);
  const legendHeight =
    legend.length < 2 ? 0 : FONT_SIZE + 8 + (legendRows(legend, width - 16) - 1) * (LEGEND_ROW + LEGEND_GAP);
  const labelTop = headingHeight + legendHeight;
  const small = { fontSize: FONT_SIZE, fontWeight: 'normal', color: palette.quiet };
  const yLabel = plainText(figure.yLabel) + yUnit;
  return {
    animation: false,
    backgroundColor: 'transparent',
    color: [...palette.series],
    textStyle: { fontSize: FONT_SIZE, color: palette.ink },
    title: [
      ...(headingLines.length === 0
        ? []
        : [
            {
              text: headingLines.join('\n'),
              left: 8,
              top: 4,
              padding: 0,
              textStyle: {
                fontSize: HEADING_SIZE,
                lineHeight: LINE + 2,
                fontWeight: 'bold',
                color: palette.ink,
              },
            },
          ]),
      { text: clipped(yLabel, width - 16), left: 8, top: labelTop, padding: 0, textStyle: small },
      {
        text: clipped(plainText(figure.xLabel), width - 16),
        left: width - 8,
        textAlign: 'right',
        bottom: 4,
        padding: 0,
        textStyle: small,
      },
    ],
    legend: {
      show: legend.length >= 2,
      data: legend.map(({ name }) => ({ name })),
      left: 8,
      top: headingHeight,
      width: width - 16,
      padding: 0,
      itemWidth: LEGEND_ICON,
      itemHeight: 10,
      itemGap: LEGEND_GAP,
      selectedMode: false,
      formatter: (name: string) => clipped(name, width / 2),
      textStyle: { fontSize: FONT_SIZE, color: palette.ink },
    },
    grid: {
      left: 8,
      right: 14,
      top: labelTop + LINE + 8,
      bottom: LINE + 10,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
  };
}

export interface LegendItem {
  readonly name: string;
}

function legendRows(legend: readonly LegendItem[], width: number): number {
  let rows = 1;
  let used = 0;
  for (const { name } of legend) {
    const item = LEGEND_ICON + 5 + Math.min(textWidth(name), (width + 16) / 2) + LEGEND_GAP;
    if (used > 0 && used + item > width) {
      rows += 1;
      used = 0;
    }
    used += item;
  }
  return rows;
}

/** Letters that fit into a width in pixels. */
export function lettersIn(width: number): number {
  return Math.max(1, Math.floor(width / (FONT_SIZE * LETTER)));
}

/** A text cut to a width in pixels. */
export function clipped(text: string, width: number): string {
  return cutText(text, lettersIn(width), '…');
}

/** An axis of numbers: quiet lines, separators, percentages. */
export function valueAxis(column: Column, canvas: Canvas, lines: boolean): ChartOption {
  const { palette } = canvas;
  return {
    type: 'value',
    axisLine: { show: !lines, lineStyle: { color: palette.quiet } },
    axisTick: { show: false },
    splitLine: { show: lines, lineStyle: { color: palette.line } },
    splitNumber: canvas.width < 480 ? 3 : 5,
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

/** The name of a lying bar: at most a third of the width, in two lines. */
export function lyingName(name: string, canvas: Canvas): string {
  const lines = wrapText(name, lettersIn(canvas.width * 0.35), '…');
  return lines.length <= 2
    ? lines.join('\n')
    : `${lines[0]}\n${clipped(lines.slice(1).join(' '), canvas.width * 0.35)}`;
}
