import { cutText, displayWidth } from './width.js';

/**
 * Breaks a text into lines of at most `width` columns, at spaces and after hyphens and slashes.
 * A word longer than a line is cut with the ellipsis, so that an id of any length takes one line.
 */
export function wrapText(text: string, width: number, ellipsis: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of breakable(text)) {
    const joined = line + word;
    if (displayWidth(joined.trimEnd()) <= width) {
      line = joined;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = displayWidth(word.trimEnd()) <= width ? word : `${cutText(word.trimEnd(), width, ellipsis)} `;
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Width of the longest part that does not break. */
export function longestWord(text: string): number {
  return Math.max(0, ...breakable(text).map((word) => displayWidth(word.trimEnd())));
}

/** Wraps with a first prefix (a bullet) and blanks of the same width before the following lines. */
export function hangingText(
  prefix: string,
  text: string,
  width: number,
  ellipsis: string,
): readonly string[] {
  const indent = displayWidth(prefix);
  return wrapText(text, width - indent, ellipsis).map(
    (line, index) => (index === 0 ? prefix : ' '.repeat(indent)) + line,
  );
}

/** Words with the spaces that follow them; dates, quarters, weeks and percentages stay whole. */
function breakable(text: string): readonly string[] {
  return text.split(/(?<=\s)(?=[^\s%])|(?<=[^\s/-][/-])(?=[^\s\d/-])(?!(?<=\d-)[QW]\d)/u);
}
