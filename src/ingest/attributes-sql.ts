import { literal } from '../store/sql.js';

/** JSON object text of columns, keys sorted, empty ones left out; null if all are. */
export function attributesJson(columns: readonly (readonly [string, number])[]): string {
  if (columns.length === 0) return 'cast(null as varchar)';
  const pairs = [...columns]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, k]) => {
      const key = literal(`${JSON.stringify(name)}:`);
      return `case when trim(c${k}) <> '' then ${key} || cast(to_json(trim(c${k})) as varchar) end`;
    });
  return `nullif('{' || concat_ws(',', ${pairs.join(', ')}) || '}', '{}')`;
}
