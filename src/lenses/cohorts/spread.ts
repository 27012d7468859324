import type { Row } from '../../common/result.js';
import { amount, percent } from '../wording.js';
import type { CohortBase } from './base.js';

/**
 * How far cohorts lie apart in a column at the oldest age that at least half of those comparable have seen to its end: a
 * finding for a title. Cells of few customers don't count where there are others. Null where no two can be compared.
 */
export function spreadAtAge(rows: readonly Row[], column: string, isShare: boolean): string | null {
  const seen = rows.filter((row) => row.complete === true && row[column] !== null && Number(row.age) > 0);
  const known = [seen.filter((row) => row.small_cell !== true), seen].find((some) => oldest(some) !== null);
  if (known === undefined) return null;
  const age = oldest(known)!;
  const values = known.filter((row) => row.age === age).sort((a, b) => Number(a[column]) - Number(b[column]));
  const text = (row: Row) => (isShare ? percent(row[column]) : amount(row[column]));
  const [low, high] = [values[0]!, values.at(-1)!];
  return `at age ${age} ${fromTo(text(low), low, text(high), high)}`;
}

function oldest(rows: readonly Row[]): number | null {
  const cohorts = new Map<number, number>();
  for (const { age } of rows) cohorts.set(Number(age), (cohorts.get(Number(age)) ?? 0) + 1);
  const most = Math.max(0, ...cohorts.values());
  const ages = [...cohorts].filter(([, count]) => count >= Math.max(2, most / 2)).map(([age]) => age);
  return ages.length === 0 ? null : Math.max(...ages);
}

/** How far the cohorts acquired earlier lie apart in the last complete period; null where there are no two. */
export function spreadInLast({ last }: CohortBase, rows: readonly Row[], column: string): string | null {
  const known = rows.filter(
    (row) => row.period_start === last?.start && row[column] !== null && row.age !== 0,
  );
  if (last === null || known.length < 2) return null;
  const sorted = [...known].sort((a, b) => Number(a[column]) - Number(b[column]));
  const text = (row: Row) => (typeof row[column] === 'number' ? percent(row[column]) : amount(row[column]));
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  return `in ${last.name} ${fromTo(text(low), low, text(high), high)}`;
}

function fromTo(lowText: string, low: Row, highText: string, high: Row): string {
  return lowText === highText
    ? `${lowText} in each`
    : `from ${lowText} (${low.cohort}) to ${highText} (${high.cohort})`;
}

/** A title with a finding after it, where there is one. */
export function withFinding(title: string, finding: string | null): string {
  return finding === null ? title : `${title}: ${finding}`;
}
