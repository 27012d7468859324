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
