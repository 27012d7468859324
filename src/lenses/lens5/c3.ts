import { money } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import { type Aggregate, moneyCell, shareOf, sum } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import { addCells, type Cell, valueIn } from '../cohorts/cell.js';
import { BEFORE_DATA, type Cohort, type CohortGrid, type GridPeriod } from '../cohorts/grid.js';
import type { Part } from '../cohorts/part.js';
import { withFinding } from '../cohorts/spread.js';
import { overOnly } from '../cohorts/under-way.js';
import { columns, moneyColumn } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { percent } from '../wording.js';

const RETURNS = 'returns without an order';

/** The C3: customer cohort chart. Each period's value by the cohort of the customers who brought it. */
export function c3(base: CohortBase): Part {
  const { grid, metric, digits, currency } = base;
  const entries = shownPeriods(grid).flatMap((period) => periodEntries(grid, period));
  const rows = entries.map(
    ({ period, name, customers, part, whole }): Row => ({
      cohort: name,
      period_start: period.start,
      complete: period.complete,
      customers,
      orders: part.orders,
      spend: moneyCell(part.spend, digits),
      profit: moneyCell(part.profit, digits),
      share: shareOf(valueIn(part, metric), whole === null ? money(0) : valueIn(whole, metric)),
    }),
  );
  const shown = new Set(shownPeriods(grid).map(({ index }) => index));
  const whole = sum(
    grid.cells
      .filter(({ period }) => shown.has(period))
      .flatMap(({ cell }) => [cell.buyers, cell.returnsOnly]),
  );
  const parts = sum(entries.map(({ part }) => part));
  const finding = largestShare(rows, base);
  return {
    tables: [
      {
        id: 'c3',
        title: `Each period's ${metric} by cohort of the customers`,
        section: 'Where the value comes from',
        description: 'Customers with an order in the period; spend and profit are net of their returns.',
        terminalRows: 30,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'period_start', title: 'from', type: 'date' },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          columns.customers,
          columns.orders,
          { ...moneyColumn('spend', 'spend', currency), wide: metric !== 'spend' },
          { ...moneyColumn('profit', 'profit', currency), wide: metric !== 'profit' },
          { id: 'share', title: `% of the period's ${metric}`, type: 'share', digits: 1 },
        ],
        rows,
      },
    ],
    identities: [
      exactIdentity('c3_spend', 'spend by cohort = spend of the periods', parts.spend, whole.spend),
      exactIdentity(
        'c3_profit',
        'profit by cohort = profit of the periods',
        parts.profit ?? 0,
        whole.profit ?? 0,
      ),
      exactIdentity('c3_orders', 'orders by cohort = orders of the periods', parts.orders, whole.orders),
    ],
    figures: [
      {
        id: 'c3_columns',
        title: withFinding(`${metric === 'profit' ? 'Profit' : 'Spend'} by cohort of the customers`, finding),
        kind: 'stacked-bar',
        table: 'c3',
        x: 'period_start',
        y: [metric],
        series: 'cohort',
        ...overOnly(grid, 'period'),
        yLabel: currency === null ? metric : `${metric} (${currency})`,
        alternative: `Stacked columns of the ${metric} of each period, a layer per cohort.`,
      },
      ...(rows.some(({ share }) => share !== null)
        ? [
            {
              id: 'c3_shares',
              title: withFinding(`Share of each period's ${metric} by cohort`, finding),
              kind: 'heatmap' as const,
              table: 'c3',
              x: 'period_start',
              y: ['share'],
              series: 'cohort',
              ...overOnly(grid, 'period'),
              yLabel: `share of the period's ${metric}`,
              alternative: `Heat map of the share of each cohort in the ${metric} of each period.`,
            },
          ]
        : []),
    ],
  };
}

/** The cohort that brings most in the last complete period. */
function largestShare(rows: readonly Row[], { last }: CohortBase): string | null {
  const own = rows.filter(
    (row) => row.period_start === last?.start && row.cohort !== RETURNS && row.share !== null,
  );
  if (own.length === 0) return null;
  const most = own.reduce((a, b) => (Number(b.share) > Number(a.share) ? b : a));
  const whose = most.cohort === BEFORE_DATA ? 'customers from before the data' : most.cohort;
  return `in ${last!.name} most comes from ${whose}, ${percent(most.share)}`;
}

/** After a fixed day only later periods are shown. */
export function shownPeriods(grid: CohortGrid): readonly GridPeriod[] {
  if (grid.by !== 'fixed_day') return grid.periods;
  const starts = grid.cohorts.flatMap(({ starts }) => [...starts.keys()]).filter((start) => start !== null);
  return grid.periods.filter(({ index }) => starts.every((start) => index > start));
}

/** A cohort's customers in one period, whatever their age. */
export function cohortCell(grid: CohortGrid, cohort: Cohort, period: number): Cell {
  return addCells([...cohort.starts.keys()].map((start) => grid.cell(cohort, start, period)));
}

/** Customers of a cohort acquired by a period. */
export function acquiredBy(cohort: Cohort, period: number): number {
  return [...cohort.starts].reduce(
    (n, [start, customers]) => n + (start === null || start <= period ? customers : 0),
    0,
  );
}

interface Entry {
  readonly period: GridPeriod;
  readonly name: string;
  readonly customers: number;
  readonly part: Aggregate;
  readonly whole: Aggregate | null;
}

function periodEntries(grid: CohortGrid, period: GridPeriod): Entry[] {
  const found = grid.cohorts
    .filter((cohort) => acquiredBy(cohort, period.index) > 0)
    .map((cohort) => ({ cohort, cell: cohortCell(grid, cohort, period.index) }));
  const returns = sum(found.map(({ cell }) => cell.returnsOnly));
  const whole = sum([...found.map(({ cell }) => cell.buyers), returns]);
  return [
    ...found.map(({ cohort, cell }) => ({
      period,
      name: cohort.name,
      customers: cell.buyers.customers,
      part: cell.buyers,
      whole,
    })),
    ...(returns.customers === 0 ? [] : [{ period, name: RETURNS, customers: 0, part: returns, whole }]),
  ];
}
