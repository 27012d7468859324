import { compareCounts, compareMix } from './compare.js';
import type { Finding } from './finding.js';

/** Values beyond these stand together. */
const MOST_VALUES = 20;
const SEPARATE = 0.005;

/** Shares of values then and now; rare ones on both sides stand together. */
export function mixFinding(
  feature: string,
  then: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Finding | null {
  const values = [...new Set([...then.keys(), ...now.keys()])].sort();
  const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0);
  const share = (counts: ReadonlyMap<string, number>, value: string) =>
    (counts.get(value) ?? 0) / Math.max(1, total(counts));
  const size = (value: string) => share(then, value) + share(now, value);
  const kept = values
    .filter((value) => Math.max(share(then, value), share(now, value)) >= SEPARATE)
    .sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1))
    .slice(0, MOST_VALUES);
  if (values.length < 2) return null;
  const cells = (counts: ReadonlyMap<string, number>): number[] => {
    const own = kept.map((value) => counts.get(value) ?? 0);
    const rest = total(counts) - own.reduce((sum, n) => sum + n, 0);
    return kept.length < values.length ? [...own, rest] : own;
  };
  return compareMix({ feature, kind: 'mix' }, cells(then), cells(now));
}

/** Newcomers by repeat purchases in their first weeks, against those of the model's own base. */
export function tenureFinding(
  weeks: number,
  reference: readonly { readonly repeats: number | null; readonly customers: number }[],
  now: ReadonlyMap<number, number>,
): Finding | null {
  const named = reference.flatMap(({ repeats }) => (repeats === null ? [] : [repeats]));
  const last = Math.max(-1, ...named) + 1;
  const then = Array.from({ length: last + 1 }, () => 0);
  for (const { repeats, customers } of reference) then[repeats ?? last]! += customers;
  const today = then.map(() => 0);
  for (const [repeats, customers] of now) today[named.includes(repeats) ? repeats : last]! += customers;
  return compareCounts(
    { feature: `repeat purchases of newcomers in their first ${weeks} weeks`, kind: 'newcomers' },
    then,
    today,
  );
}
