import { literal } from '../store/sql.js';
import { isOneOf, isTrimmed } from './words-sql.js';

/** JSON object text of columns, keys sorted, empty ones left out; null if all are. */
export function attributesJson(columns: readonly (readonly [string, number])[]): string {
  if (columns.length === 0) return 'cast(null as varchar)';
  return objectOf(columns, (name, k) => {
    const key = literal(`${JSON.stringify(name)}:`);
    return `case when trim(c${k}) <> '' then ${key} || cast(to_json(trim(c${k})) as varchar) end`;
  });
}

/** The same for texts that stand in JSON as they are (see `standAsTheyAre`); of `known` words the text is written out. */
export function plainAttributesJson(
  columns: readonly (readonly [string, number])[],
  known: ReadonlyMap<number, readonly string[]>,
): string {
  if (columns.length === 0) return 'cast(null as varchar)';
  const around = (columns.length === 1 ? ['{', '}'] : ['', '']) as readonly [string, string];
  const pair = (name: string, k: number) => {
    const [before, after] = [`${around[0]}${JSON.stringify(name)}:"`, `"${around[1]}`];
    const joined = `${literal(before)} || c${k} || ${literal(after)}`;
    const written = (known.get(k) ?? []).map(
      (word) => `when ${literal(word)} then ${literal(before + word + after)}`,
    );
    return written.length === 0 ? joined : `case c${k} ${written.join(' ')} else ${joined} end`;
  };
  return columns.length === 1 ? pair(...columns[0]!) : objectOf(columns, pair);
}

/**
 * True where no text of these columns has blanks to trim or characters to escape. Words that are known to have none are looked
 * for first: that takes a fifth of looking at their characters.
 */
export function standAsTheyAre(
  columns: readonly (readonly [string, number])[],
  known: ReadonlyMap<number, readonly string[]>,
): string[] {
  return columns.map(([, k]) => {
    const cell = `c${k}`;
    const stands = `coalesce(${isTrimmed(cell)} and regexp_full_match(${cell}, '[^\\x00-\\x1f"\\\\]*'), true)`;
    const words = known.get(k) ?? [];
    return words.length === 0 ? stands : `case when ${isOneOf(cell, words)} then true else ${stands} end`;
  });
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
