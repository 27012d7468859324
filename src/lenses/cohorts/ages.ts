import { addCells, type Cell, emptyCell } from './cell.js';
import type { Cohort, CohortGrid, GridPeriod } from './grid.js';

/** A cohort at one age, silent periods included. */
export interface AgeCell {
  readonly cohort: Cohort;
  /** Calendar periods since that of acquisition. */
  readonly age: number;
  /** The calendar period, for cohorts by acquisition. */
  readonly period: GridPeriod | null;
  /** The period is observed to its end. */
  readonly complete: boolean;
  /** Customers observed at this age: all for cohorts by acquisition; others were acquired at different times. */
  readonly size: number;
  readonly cell: Cell;
  /** The same customers from age 0 (1 after a fixed day) up to this age. */
  readonly toDate: Cell;
}

/** Index of the last complete period; null when none is complete. */
export function lastComplete(grid: CohortGrid): number | null {
  return grid.periods.findLast(({ complete }) => complete)?.index ?? null;
}

/**
 * A cohort by age. Cohorts by acquisition run to the last period, marked when incomplete; the others to the
 * oldest age that any of their customers has seen to its end, each age over the customers who have.
 */
export function agesOf(grid: CohortGrid, cohort: Cohort): AgeCell[] {
  if (cohort.kind !== 'cohort') return [];
  return grid.by === 'acquisition' ? byAcquisition(grid, cohort) : byExposure(grid, cohort);
}

function byAcquisition(grid: CohortGrid, cohort: Cohort): AgeCell[] {
  let toDate = emptyCell;
  return grid.periods
    .filter(({ index }) => index >= cohort.start!)
    .map((period) => {
      const cell = grid.cell(cohort, cohort.start, period.index);
      toDate = addCells([toDate, cell]);
      return {
        cohort,
        age: period.index - cohort.start!,
        period,
        complete: period.complete,
        size: cohort.customers,
        cell,
        toDate,
      };
    });
}

function byExposure(grid: CohortGrid, cohort: Cohort): AgeCell[] {
  const last = lastComplete(grid);
  if (last === null) return [];
  const starts = [...cohort.starts].flatMap(([start, customers]) =>
    start === null ? [] : [{ start, customers, toDate: emptyCell }],
  );
  const ages: AgeCell[] = [];
  for (let age = grid.by === 'fixed_day' ? 1 : 0; ; age++) {
    const observed = starts.filter(({ start }) => start + age <= last);
    if (observed.length === 0) return ages;
    const cells = observed.map((part) => {
      const cell = grid.cell(cohort, part.start, part.start + age);
      part.toDate = addCells([part.toDate, cell]);
      return cell;
    });
    ages.push({
      cohort,
      age,
      period: null,
      complete: true,
      size: observed.reduce((total, { customers }) => total + customers, 0),
      cell: addCells(cells),
      toDate: addCells(observed.map(({ toDate }) => toDate)),
    });
  }
}
