import type { Figure } from '../../common/result.js';
import { plainText } from '../plain-text.js';
import { wrapText } from '../wrap.js';
import type { Canvas, ChartOption } from './canvas.js';
import { clipped, FONT_SIZE, textWidth } from './text-size.js';

const HEADING_SIZE = 15;
const LINE = 18;
const BOLD_LETTER = 0.68;
const LEGEND_ICON = 14;
const LEGEND_GAP = 10;
const LEGEND_ROW = 14;

/** Heading, axis labels and legend around a plot, each with room of its own, so that nothing is clipped. */
export function frame(
  figure: Figure,
  yUnit: string,
  legend: readonly LegendItem[],
  canvas: Canvas,
): ChartOption {
  const { palette, width } = canvas;
  const headingLines = canvas.heading
    ? wrapText(
        plainText(figure.title).replaceAll(' %', '\u00a0%'),
        Math.floor((width - 16) / (HEADING_SIZE * BOLD_LETTER)),
        '…',
      )
    : [];
  const headingHeight = headingLines.length * (LINE + 2) + (headingLines.length > 0 ? 6 : 0);
  const labelTop = headingHeight + legendHeight(legend, width);
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

/** Room that a legend takes above a drawing of this width. */
export function legendHeight(legend: readonly LegendItem[], width: number): number {
  if (legend.length < 2) return 0;
  return FONT_SIZE + 8 + (legendRows(legend, width - 16) - 1) * (LEGEND_ROW + LEGEND_GAP);
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
