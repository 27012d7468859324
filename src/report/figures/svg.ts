import type { Figure, FigureKind, Result, Table } from '../../common/result.js';
import { rowsOf } from '../figure-rows.js';
import { plainText } from '../plain-text.js';
import type { Canvas, ChartOption } from './canvas.js';
import { drawSvg } from './engine.js';
import { finishSvg } from './finish.js';
import { legendHeight } from './frame.js';
import { heatHeight, heatOption } from './heat.js';
import { histogramOption } from './histogram.js';
import { lineOption } from './line.js';
import { paletteOf, type Theme } from './palette.js';
import { MOST_POINTS, plotData, tableOf } from './plot-data.js';
import { barOption, stackedBarOption } from './rows-charts.js';
import { scatterOption } from './scatter.js';
import { waterfallOption } from './waterfall.js';

export interface FigureOptions {
  /** Size in pixels; the drawing scales, its fonts are meant for this size. */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/**
 * A figure of the result as an SVG document of its own: the finding as heading, a text alternative inside,
 * the paper behind. The same result gives the same bytes.
 */
export async function renderFigureSvg(
  result: Result,
  figure: Figure,
  options: FigureOptions,
): Promise<string> {
  const canvas = { ...options, palette: paletteOf(options.theme), heading: true };
  const svg = await drawFigure(result, figure, canvas);
  return finishSvg(svg, { ...describe(result, figure), id: figure.id, paper: canvas.palette.paper });
}

/** A figure for a page that gives the colours as variables and the heading as text. */
export async function renderPageFigure(
  result: Result,
  figure: Figure,
  size: { readonly width: number; readonly height: number; readonly id: string },
): Promise<string> {
  const palette = paletteOf('light');
  const svg = await drawFigure(result, figure, { ...size, palette, heading: false });
  return finishSvg(svg, { ...describe(result, figure), id: size.id, variables: palette });
}

/** A height at which every row of a figure that grows with its rows has room. */
export function figureHeight(result: Result, figure: Figure, width: number): number {
  const table = tableOf(result, figure);
  const usual = width < 480 ? 300 : 340;
  if (figure.kind === 'heatmap') return heatHeight(table, figure, width);
  if ((figure.kind === 'line' || figure.kind === 'stacked-bar') && figure.series !== undefined) {
    return usual + legendHeight(plotData(table, figure, figure.kind === 'line').series, width);
  }
  const names = figure.kind === 'bar' || figure.kind === 'waterfall' ? rowsOf(table, figure).length : 0;
  return Math.min(900, Math.max(usual, 100 + 30 * names));
}

async function drawFigure(result: Result, figure: Figure, canvas: Canvas): Promise<string> {
  const option = OPTIONS[figure.kind](tableOf(result, figure), figure, canvas);
  return drawSvg(option, canvas.width, canvas.height);
}

const OPTIONS: Record<FigureKind, (table: Table, figure: Figure, canvas: Canvas) => ChartOption> = {
  bar: barOption,
  'stacked-bar': stackedBarOption,
  line: lineOption,
  scatter: scatterOption,
  histogram: histogramOption,
  waterfall: waterfallOption,
  heatmap: heatOption,
};

function describe(result: Result, figure: Figure): { title: string; description: string } {
  const rows = rowsOf(tableOf(result, figure), figure).length;
  const cut = rows > MOST_POINTS ? ` Drawn are the first ${MOST_POINTS} of ${rows} rows.` : '';
  return { title: plainText(figure.title), description: plainText(figure.alternative) + cut };
}
