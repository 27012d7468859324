import { badSetting } from '../../common/messages/config.js';
import type { Parse } from './key.js';

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 2 ** 10,
  m: 1e6,
  mb: 1e6,
  mib: 2 ** 20,
  g: 1e9,
  gb: 1e9,
  gib: 2 ** 30,
  t: 1e12,
  tb: 1e12,
  tib: 2 ** 40,
};

/** A size in bytes: `500MB` is 500,000,000 and `512MiB` is 536,870,912. */
export function parseSize(leastBytes: number, leastText: string): Parse<number> {
  return (raw, where) => {
    const match = /^(\d{1,16}(?:\.\d{1,6})?)\s*([kmgt]?i?b|[kmgt])$/i.exec(String(raw).trim());
    const unit = match === null ? undefined : UNITS[match[2]!.toLowerCase()];
    if (match === null || unit === undefined) {
      const bare = /^\d+(\.\d+)?$/.test(String(raw).trim());
      throw badSetting(
        'bad_size',
        where.name,
        raw,
        bare ? 'has no unit' : 'is not a size',
        'Write it like 500MB or 2GB.',
      );
    }
    const bytes = Math.round(Number(match[1]) * unit);
    if (bytes >= leastBytes && bytes <= Number.MAX_SAFE_INTEGER) return bytes;
    throw badSetting(
      'bad_size',
      where.name,
      raw,
      bytes < leastBytes ? 'is too small' : 'is too large',
      bytes < leastBytes ? `Use at least ${leastText}.` : 'Use less.',
    );
  };
}

/** `1GB`, `1500MB`, `1234B`: a size as people write it, exact. */
export function sizeText(bytes: number): string {
  const unit = ['TB', 'GB', 'MB', 'KB', 'B'].find((name) => bytes % UNITS[name.toLowerCase()]! === 0)!;
  return `${bytes / UNITS[unit.toLowerCase()]!}${unit}`;
}
