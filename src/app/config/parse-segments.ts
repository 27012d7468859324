import { badSetting } from '../../common/messages/config.js';
import type { Range, RfmSegment } from '../settings.js';
import type { Parse } from './key.js';

const MEASURES = ['recency', 'frequency', 'monetary', 'orders', 'recencyDays'] as const;

/** Named RFM segments in the order in which they are tried: a JSON list, which the environment may give as text. */
export const parseSegments: Parse<readonly RfmSegment[]> = (raw, where) => {
  const list = typeof raw === 'string' ? listFromText(raw, where.name) : raw;
  if (!Array.isArray(list) || list.length === 0) throw notSegments(raw, where.name);
  return list.map((item: Record<string, unknown>) => {
    if (typeof item?.name !== 'string' || item.name.trim() === '') throw notSegments(item, where.name);
    const ranges = MEASURES.map((measure) => [
      measure,
      range(item[measure], `${where.name}, segment ${item.name}, ${measure}`),
    ]);
    return { name: item.name, ...Object.fromEntries(ranges) } as RfmSegment;
  });
};

function listFromText(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notSegments(text, where);
  }
}

function range(raw: unknown, where: string): Range {
  if (raw === undefined || raw === null) return [null, null];
  if (typeof raw === 'number') return [raw, raw];
  if (Array.isArray(raw) && raw.length === 2 && raw.every((end) => end === null || typeof end === 'number')) {
    const [low, high] = raw as [number | null, number | null];
    if (low === null || high === null || low <= high) return [low, high];
  }
  throw badSetting(
    'bad_range',
    where,
    raw,
    'is not a range',
    'Write [low, high], null for an open end, such as [4, 5].',
  );
}

function notSegments(raw: unknown, where: string): Error {
  return badSetting(
    'bad_segments',
    where,
    raw,
    'is not a list of segments',
    'Write it like [{"name": "best", "recency": [4, 5], "frequency": [4, 5]}].',
  );
}
