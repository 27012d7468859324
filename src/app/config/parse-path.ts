import { isAbsolute, resolve } from 'node:path';
import type { Parse } from './key.js';
import { parseText } from './parse-text.js';

/** A path made absolute against the folder of its source. */
export const parsePath: Parse<string> = (raw, where) => {
  const path = parseText(raw, where);
  return isAbsolute(path) ? path : resolve(where.base, path);
};

/** Paths or globs, one or a list; `-` (standard input) stays. */
export const parsePatterns: Parse<readonly string[]> = (raw, where) =>
  (Array.isArray(raw) ? raw : [raw]).map((pattern) =>
    String(pattern) === '-' ? '-' : parsePath(pattern, where),
  );

/** Names, as a list or separated by commas; `all` for every one. */
export const parseNames: Parse<readonly string[] | 'all'> = (raw, where) => {
  const names = (Array.isArray(raw) ? raw : String(raw).split(',')).map((name) =>
    parseText(name, where).trim(),
  );
  return names.length === 1 && names[0] === 'all' ? 'all' : [...new Set(names)];
};
