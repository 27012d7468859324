import { literal } from '../store/sql.js';

/** True where the text is one of these words, the first of which is the most frequent; false where it is empty. */
export function isOneOf(column: string, [first = '', ...others]: readonly string[]): string {
  const isFirst = `${column} = ${literal(first)}`;
  if (others.length === 0) return `coalesce(${isFirst}, false)`;
  return `coalesce(case when ${isFirst} then true else ${column} in (${others.map(literal).join(', ')}) end, false)`;
}

/** True where a text is not empty, begins with no control character and has no blanks around it; null where there is none. */
export function isTrimmed(cell: string): string {
  return `case when ${isAscii(cell)} then ${hasNoBlanks(cell)} else trim(${cell}) = ${cell} end`;
}

/** The text without the blanks around it, null where nothing is left. To look for blanks takes a fifth of taking them off. */
export function trimmed(cell: string): string {
  return `case when ${isAscii(cell)} and ${hasNoBlanks(cell)} then ${cell} else nullif(trim(${cell}), '') end`;
}

/** Blanks beyond ASCII are the engine's to know. */
function isAscii(cell: string): string {
  return `strlen(${cell}) = length(${cell})`;
}

/** Below '!' sort the empty text, blanks and control characters. */
function hasNoBlanks(cell: string): string {
  return `${cell} >= '!' and not suffix(${cell}, ' ')`;
}
