import { badSetting } from '../../common/messages/config.js';
import type { Parse } from './key.js';

/**
 * Names with values: an object in the config; `name=value` in a flag that may be repeated; the same
 * separated by commas in the environment. A name that comes twice is an error.
 */
export function parseRecord<T>(example: string, parseValue: Parse<T>): Parse<Readonly<Record<string, T>>> {
  return (raw, where) => {
    const record = new Map<string, T>();
    for (const [name, value] of pairs(raw, where.name, example)) {
      if (record.has(name)) {
        throw badSetting('bad_pair', where.name, name, 'comes twice', 'Give each name once.');
      }
      record.set(name, parseValue(value, { ...where, name: `${where.name} ${name}` }));
    }
    return Object.fromEntries([...record].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
}

function pairs(raw: unknown, where: string, example: string): [string, unknown][] {
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return Object.entries(raw);
  const list = Array.isArray(raw) ? raw : String(raw).split(',');
  return list.map((item) => {
    const match = /^\s*([^=]*[^=\s])\s*=(.*)$/s.exec(String(item));
    if (match !== null && match[2]!.trim() !== '') return [match[1]!, match[2]!.trim()];
    throw badSetting('bad_pair', where, item, 'is not name=value', `Write it like ${example}.`);
  });
}
