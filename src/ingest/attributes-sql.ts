import { literal } from '../store/sql.js';

/** JSON object text of columns, keys sorted, empty ones left out; null if all are. */
export function attributesJson(columns: readonly (readonly [string, number])[]): string {
  if (columns.length === 0) return 'cast(null as varchar)';
  return objectOf(columns, (name, k) => {
    const key = literal(`${JSON.stringify(name)}:`);
    return `case when trim(c${k}) <> '' then ${key} || cast(to_json(trim(c${k})) as varchar) end`;
  });
}

/** The same for texts that stand in JSON as they are (see `standAsTheyAre`). */
export function plainAttributesJson(columns: readonly (readonly [string, number])[]): string {
  if (columns.length === 0) return 'cast(null as varchar)';
  return objectOf(columns, (name, k) => `${literal(`${JSON.stringify(name)}:"`)} || c${k} || '"'`);
}

/** True where no text of these columns has blanks to trim or characters to escape. */
export function standAsTheyAre(columns: readonly (readonly [string, number])[]): string[] {
  if (columns.length === 0) return [];
  const cells = columns.map(([, k]) => `c${k}`);
  return [
    ...cells.map((cell) => `coalesce(${cell} >= '!' and not suffix(${cell}, ' '), true)`),
    `not regexp_matches(concat(${cells.join(', ')}), '[\\x00-\\x1f"\\\\]')`,
  ];
}

function objectOf(
  columns: readonly (readonly [string, number])[],
  pair: (name: string, k: number) => string,
): string {
  const pairs = [...columns]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, k]) => pair(name, k));
  return `nullif('{' || concat_ws(',', ${pairs.join(', ')}) || '}', '{}')`;
}
