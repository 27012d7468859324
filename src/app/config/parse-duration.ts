import { badSetting } from '../../common/messages/config.js';
import { noLimit } from '../../common/messages/privacy.js';
import type { Parse, Where } from './key.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/** Timers of the runtime hold 2³¹ − 1 ms; a longer one would fire at once. */
const LONGEST_MS = 24 * UNITS.d!;

/** A duration in milliseconds: `30s`, `10m`, `1h30m`, `500ms`, `2d`. */
export function parseDuration(leastMs: number): Parse<number> {
  return (raw, where) => {
    const text = String(raw).trim().toLowerCase();
    if (!/^(\d{1,9}(?:\.\d{1,3})?(?:ms|[smhd])\s*)+$/.test(text)) {
      if (leastMs === 0 && text === '0') return 0;
      const bare = /^\d+(\.\d+)?$/.test(text);
      throw badSetting(
        'bad_duration',
        where.name,
        raw,
        bare ? 'has no unit' : 'is not a duration',
        bare && text.length <= 6 ? `Write ${text}s or ${text}m.` : 'Write it like 30s, 10m or 2h.',
      );
    }
    let ms = 0;
    for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g))
      ms += Number(number) * UNITS[unit!]!;
    ms = Math.round(ms);
    if (ms >= leastMs && ms <= LONGEST_MS) return ms;
    throw badSetting(
      'bad_duration',
      where.name,
      raw,
      ms < leastMs ? 'is too short' : 'is too long',
      ms < leastMs ? `Use at least ${leastMs}ms.` : 'Use at most 24d.',
    );
  };
}

/** `30s`, `10m`, `1h30m`: a duration as people write it. */
export function durationText(ms: number): string {
  if (ms < 1000) return ms === 0 ? '0s' : `${ms}ms`;
  const parts: string[] = [];
  let rest = ms;
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const count = Math.floor(rest / UNITS[unit]!);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * UNITS[unit]!;
  }
  return parts.join('');
}

/** Calendar months: `36m`, `3y`. Throws when nothing is given. */
export function parseMonths(raw: string | undefined, where: Where): number {
  if (raw === undefined) throw noLimit();
  const [, count, unit] = /^(\d{1,4})\s*([my])$/i.exec(raw.trim()) ?? [];
  const months = Number(count) * (unit?.toLowerCase() === 'y' ? 12 : 1);
  if (months >= 1) return months;
  throw badSetting(
    'bad_duration',
    where.name,
    raw,
    'is no number of months or years',
    'Write it like 36m or 3y.',
  );
}
