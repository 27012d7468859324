/** Columns that a text takes in a terminal: emoji and East Asian wide characters take two, combining marks none. */
export function displayWidth(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  if (text.length === 1) return graphemeWidth(text);
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += graphemeWidth(segment);
  return width;
}

/** The start of a text that fits into `width` columns, ending in `ellipsis` where something is cut. */
export function cutText(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(ellipsis);
  if (room < 0) return ellipsis.slice(0, Math.max(0, width));
  let used = 0;
  let kept = '';
  for (const { segment } of graphemesOf(text)) {
    used += graphemeWidth(segment);
    if (used > room) break;
    kept += segment;
  }
  return kept + ellipsis;
}

/** Fills a text with spaces up to `width` columns; `right` puts the text at the right end. Only the text is painted. */
export function padText(
  text: string,
  width: number,
  right: boolean,
  paint: (text: string) => string = (same) => same,
): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return right ? fill + paint(text) : paint(text) + fill;
}

let segmenter: Intl.Segmenter | null = null;

/** Made when first asked for: it costs more than many a table. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Letters of one column each: printable ASCII, Latin, and the marks that the tables are drawn with. */
const SIMPLE =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2400-\u2426\u2500-\u259f]*$/;

function graphemeWidth(grapheme: string): number {
  if (/\p{Emoji_Presentation}|\ufe0f|\u20e3/u.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (/[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u.test(character)) return 0;
  const code = character.codePointAt(0)!;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** Ranges of East_Asian_Width W and F (Unicode 15, EastAsianWidth.txt), joined where only unassigned points lie between. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x1f300, 0x1f320],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
