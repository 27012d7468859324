import { lastComplete } from './ages.js';
import type { Cohort, CohortGrid, GridPeriod } from './grid.js';

/** Of a cohort's customers active at one age: how many are active in the next period. */
export interface RepeatRate {
  readonly cohort: Cohort;
  readonly age: number;
  /** Period of that age, for cohorts by acquisition. */
  readonly period: GridPeriod | null;
  readonly active: number;
  readonly activeNext: number;
  /** The next period is observed to its end. */
  readonly complete: boolean;
}

/** Repeat-buying rates by age; the pair of the last two periods is marked when the last is incomplete. */
export function repeatRates(grid: CohortGrid, cohort: Cohort): RepeatRate[] {
  if (cohort.kind !== 'cohort') return [];
  const last = lastComplete(grid);
  const end = grid.periods.at(-1)?.index;
  if (end === undefined) return [];
  const starts = [...cohort.starts.keys()].filter((start): start is number => start !== null);
  const until = grid.by === 'acquisition' ? end : last;
  const rates: RepeatRate[] = [];
  for (let age = grid.by === 'fixed_day' ? 1 : 0; until !== null; age++) {
    const observed = starts.filter((start) => start + age + 1 <= until);
    if (observed.length === 0) return rates;
    const count = (pick: (start: number) => number) =>
      observed.reduce((total, start) => total + pick(start), 0);
    const period =
      cohort.start === null
        ? null
        : (grid.periods.find(({ index }) => index === cohort.start! + age) ?? null);
    rates.push({
      cohort,
      age,
      period,
      active: count((start) => grid.cell(cohort, start, start + age).buyers.customers),
      activeNext: count((start) => grid.cell(cohort, start, start + age + 1).repeat.customers),
      complete: last !== null && observed.every((start) => start + age + 1 <= last),
    });
  }
  return rates;
}
