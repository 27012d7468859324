import { sha256OfText } from '../common/files.js';
import { KEY_NAMES, KEYS } from './config/keys.js';

/**
 * SHA-256 (hex) over what influences results, in a canonical form: names sorted, paths, hosts, limits of
 * the machine and looks left out. Equal digests and equal files give equal reports.
 */
export function settingsDigest(values: Readonly<Record<string, unknown>>): string {
  const relevant = KEY_NAMES.filter((name) => KEYS[name].results).map((name) => [name, values[name] ?? null]);
  return sha256OfText(canonical(Object.fromEntries(relevant)));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
