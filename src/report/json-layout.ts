/**
 * JSON with two-space indents in which an object or list of plain values stands on one line: a table row is a
 * line, so that two results compare line by line. Characters that act on a terminal or reorder text are escaped.
 * Ends with a newline.
 */
export function prettyJson(value: unknown): string {
  return `${layout(value, '').replace(ACTIVE, escaped)}\n`;
}

/** What JSON leaves as it is, and a terminal or an editor does not. */
const ACTIVE = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function layout(value: unknown, indent: string): string {
  if (isPlain(value)) return oneLine(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => inner + layout(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${layout(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** Values without an object or list inside. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((item) => typeof item !== 'object' || item === null);
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item) ?? 'null').join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const inside = entries.map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`).join(', ');
  return inside === '' ? '{}' : `{ ${inside} }`;
}
