import { cutText, displayWidth } from '../width.js';
import { wrapText } from '../wrap.js';
import type { Canvas } from './canvas.js';

export const FONT_SIZE = 12;

/** Width of a letter in ems, generous: some system fonts run wide. */
const LETTER = 0.6;

/** Columns of pixels that a text takes, estimated: no font is at hand where charts are made. */
export function textWidth(text: string, size = FONT_SIZE): number {
  return displayWidth(text) * size * LETTER;
}

/** Letters that fit into a width in pixels. */
export function lettersIn(width: number): number {
  return Math.max(1, Math.floor(width / (FONT_SIZE * LETTER)));
}

/** A text cut to a width in pixels. */
export function clipped(text: string, width: number): string {
  return cutText(text, lettersIn(width), '…');
}

/** The name of a lying bar: at most a third of the width, in two lines. */
export function lyingName(name: string, canvas: Canvas): string {
  return twoLines(name, canvas.width * 0.35);
}

/** A text in at most two lines of a width in pixels. */
export function twoLines(text: string, width: number): string {
  const lines = wrapText(text, lettersIn(width), '…');
  return lines.length <= 2 ? lines.join('\n') : `${lines[0]}\n${clipped(lines.slice(1).join(' '), width)}`;
}
