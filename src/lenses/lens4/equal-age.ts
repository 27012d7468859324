import { lastComplete } from '../cohorts/ages.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Cohort } from '../cohorts/grid.js';

/** Cohorts compared at one age that all of them have seen to its end. */
export interface EqualAge {
  readonly age: number;
  readonly cohorts: readonly ComparedCohort[];
}

export interface ComparedCohort {
  readonly cohort: Cohort;
  /** Periods from which ages count, of the customers who have seen the age. */
  readonly starts: readonly number[];
  readonly customers: number;
}

/** About a year, two for annual cohorts. */
const OLDEST = { week: 52, month: 12, quarter: 4, year: 2 } as const;

/**
 * The oldest age, of a year at most (two for annual cohorts), that two thirds of the whole cohorts, and three at least,
 * have seen to its end; for cohorts by attribute, two thirds of the customers. Null when nothing can be compared.
 */
export function equalAge({ grid }: Pick<CohortBase, 'grid'>): EqualAge | null {
  const last = lastComplete(grid);
  if (last === null) return null;
  const whole = grid.cohorts.filter(({ whole }) => whole);
  const at = (age: number): ComparedCohort[] =>
    whole.flatMap((cohort) => {
      const starts = [...cohort.starts.keys()].filter((s): s is number => s !== null && s + age <= last);
      const customers = starts.reduce((n, start) => n + cohort.starts.get(start)!, 0);
      return customers === 0 ? [] : [{ cohort, starts, customers }];
    });
  const first = grid.by === 'fixed_day' ? 1 : 0;
  const all = at(first);
  if (all.length < 2) return null;
  const heads = (list: readonly ComparedCohort[]) => list.reduce((n, { customers }) => n + customers, 0);
  const enough = (list: readonly ComparedCohort[]) =>
    grid.by === 'acquisition'
      ? list.length >= Math.max(Math.min(3, all.length), Math.ceil((2 * all.length) / 3))
      : list.length === all.length && 3 * heads(list) >= 2 * heads(all);
  let age = first;
  while (age < OLDEST[grid.granularity] && enough(at(age + 1))) age++;
  return { age, cohorts: at(age) };
}
