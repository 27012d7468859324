import type { CohortBase } from '../cohorts/base.js';
import { cellColumns, cellRow } from '../cohorts/cell-row.js';
import type { Part } from '../cohorts/part.js';
import { spreadInLast, withFinding } from '../cohorts/spread.js';
import { overOnly } from '../cohorts/under-way.js';
import { acquiredBy, cohortCell, shownPeriods } from './c3.js';

/** Cohort × calendar period: share active, value per active, AOF, AOV, margin. */
export function cohortGrid(base: CohortBase): Part {
  const { grid, metric } = base;
  const rows = grid.cohorts.flatMap((cohort) =>
    shownPeriods(grid)
      .filter((period) => acquiredBy(cohort, period.index) > 0)
      .map((period) => ({
        cohort: cohort.name,
        period_start: period.start,
        age: cohort.start === null ? null : period.index - cohort.start,
        complete: period.complete,
        ...cellRow(base, acquiredBy(cohort, period.index), cohortCell(grid, cohort, period.index)),
      })),
  );
  const perActive = metric === 'profit' ? 'profit_per_active' : 'spend_per_active';
  const map = (id: string, title: string, y: string) => ({
    id,
    title: withFinding(title, spreadInLast(base, rows, y)),
    kind: 'heatmap' as const,
    table: 'cohort_grid',
    x: 'period_start',
    y: [y],
    series: 'cohort',
    ...overOnly(grid, 'period'),
    yLabel: title.toLowerCase(),
    alternative: `Heat map of cohorts by calendar period: ${withFinding(title.toLowerCase(), spreadInLast(base, rows, y))}.`,
  });
  return {
    tables: [
      {
        id: 'cohort_grid',
        title: 'Cohorts by calendar period',
        section: 'Cohorts by period',
        description: 'Size: customers acquired by the period. A silent period counts as zero.',
        terminalRows: 30,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'period_start', title: 'from', type: 'date' },
          { id: 'age', title: 'age', type: 'count', wide: true },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          ...cellColumns(base),
        ],
        rows,
      },
    ],
    figures:
      rows.length === 0
        ? []
        : [
            map('grid_activity', 'Share of the cohort active', 'share_active'),
            map('grid_value', `${metric === 'profit' ? 'Profit' : 'Spend'} per active customer`, perActive),
          ],
  };
}
