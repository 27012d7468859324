import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** True if the text has glob characters: `*`, `?`, `[…]`, `{…}`. */
export function isGlob(pattern: string): boolean {
  return /[*?[{]/.test(pattern);
}

/** Files that a glob matches, sorted. `*` and `?` stay within a folder, `**` crosses folders; hidden names need a dot. */
export async function expandGlob(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const plain of expandBraces(pattern.replaceAll('\\', sep === '\\' ? '/' : '\\'))) {
    const absolute = plain.startsWith('/');
    const parts = plain.split('/').filter((part) => part !== '');
    for (const path of await walk(absolute ? '/' : '', parts)) found.add(path);
  }
  return [...found].sort();
}

function expandBraces(pattern: string): string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (match === null) return [pattern];
  const [before, after] = [pattern.slice(0, match.index), pattern.slice(match.index + match[0].length)];
  return match[1]!.split(',').flatMap((choice) => expandBraces(before + choice + after));
}

async function walk(base: string, parts: readonly string[]): Promise<string[]> {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  if (part === '.' || part === '..') return walk(join(base, part), rest);
  const entries = await readdir(base === '' ? '.' : base, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  if (part === '**') {
    found.push(...(await walk(base, rest)));
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith('.'))
        found.push(...(await walk(join(base, entry.name), parts)));
    }
    return found;
  }
  const expression = toExpression(part);
  for (const entry of entries) {
    if (!expression.test(entry.name) || (entry.name.startsWith('.') && !part.startsWith('.'))) continue;
    const path = join(base, entry.name);
    if (rest.length > 0) found.push(...(await walk(path, rest)));
    else if (!entry.isDirectory()) found.push(path);
  }
  return found;
}

function toExpression(part: string): RegExp {
  let text = '';
  for (let i = 0; i < part.length; i++) {
    const c = part[i]!;
    const close = c === '[' ? part.indexOf(']', i + 2) : -1;
    if (c === '*') text += '[^/]*';
    else if (c === '?') text += '[^/]';
    else if (close > 0) {
      text += `[${part
        .slice(i + 1, close)
        .replace(/^!/, '^')
        .replace(/\\/g, '\\\\')}]`;
      i = close;
    } else text += c.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  }
  try {
    return new RegExp(`^${text}$`, 'u');
  } catch {
    // A range that runs backwards, `[9-0]`, matches nothing.
    return /(?!)/;
  }
}
