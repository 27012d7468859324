import type { Row } from '../../common/result.js';
import { normalQuantile } from '../../numeric/normal.js';
import { studentMultiplier } from '../../numeric/student-t.js';
import { codeColumn } from '../codes.js';
import type { Part } from '../cohorts/part.js';
import { columns, SMALL_CELL } from '../columns.js';
import type { CohortValue, MeasuredCohorts } from './cohort-values.js';
import type { EqualAge } from './equal-age.js';

/** The best and the worst cohort of each measure, with intervals that allow for picking them among many. */
export function extremes(at: EqualAge, measured: readonly MeasuredCohorts[]): Part {
  const rows = measured
    .filter(({ values }) => values.length >= 2)
    .flatMap(({ measure, title, isShare, values }) => {
      const sorted = [...values].sort((a, b) => b.value - a.value || order(a, b));
      const mean =
        values.reduce((sum, { value, customers }) => sum + value * customers, 0) /
        values.reduce((sum, { customers }) => sum + customers, 0);
      return (['best', 'worst'] as const).map((which): Row => {
        const found = which === 'best' ? sorted[0]! : sorted.at(-1)!;
        const { low, high } = interval(found, values.length, isShare);
        return {
          measure,
          meaning: title,
          which,
          cohort: found.cohort.name,
          customers: found.customers,
          value: found.value,
          low,
          high,
          mean_of_all: mean,
          apart: low !== null && high !== null && liesOutside(mean, low, high),
          small_cell: found.customers < SMALL_CELL,
        };
      });
    });
  return {
    tables: [
      {
        id: 'extremes',
        title: `The best and the worst cohort at age ${at.age}`,
        section: 'Best and worst',
        description: `Intervals hold for all ${at.cohorts.length} cohorts together (95 %, each at 1 − 0.05/${at.cohorts.length}): the best of many is best by luck, too. "apart": the mean of all lies outside.`,
        columns: [
          codeColumn('measure', 'measure'),
          { id: 'meaning', title: 'meaning', type: 'text', wide: true },
          { id: 'which', title: '', type: 'text' },
          { id: 'cohort', title: 'cohort', type: 'text' },
          { ...columns.customers, wide: true },
          { id: 'value', title: 'value', type: 'number', digits: 3 },
          { id: 'low', title: 'low', type: 'number', digits: 3 },
          { id: 'high', title: 'high', type: 'number', digits: 3 },
          { id: 'mean_of_all', title: 'mean', type: 'number', digits: 3 },
          { id: 'apart', title: 'apart', type: 'boolean' },
          columns.smallCell,
        ],
        rows,
      },
    ],
  };
}

/** Beyond what rounding leaves of equal values. */
function liesOutside(mean: number, low: number, high: number): boolean {
  const noise = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  return mean < low - noise || mean > high + noise;
}

/** Bonferroni over the cohorts: Wilson's interval for a share, t for a mean. */
export function interval(
  { value, variance, customers }: Pick<CohortValue, 'value' | 'variance' | 'customers'>,
  cohorts: number,
  isShare: boolean,
): { low: number | null; high: number | null } {
  const level = 1 - 0.05 / cohorts;
  if (isShare) {
    const z = normalQuantile(1 - (1 - level) / 2);
    const n = customers;
    const centre = (value + (z * z) / (2 * n)) / (1 + (z * z) / n);
    const half = (z / (1 + (z * z) / n)) * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n));
    return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
  }
  if (customers < 2) return { low: null, high: null };
  const half = studentMultiplier(level, customers - 1) * Math.sqrt(variance);
  return { low: value - half, high: value + half };
}

function order(a: CohortValue, b: CohortValue): number {
  return (a.cohort.start ?? 0) - (b.cohort.start ?? 0) || (a.cohort.name < b.cohort.name ? -1 : 1);
}
