import type { Figure, Row, Table } from '../../common/result.js';
import { sum } from '../aggregate.js';
import { agesOf } from '../cohorts/ages.js';
import type { CohortBase } from '../cohorts/base.js';
import { all, valueIn } from '../cohorts/cell.js';
import { cellColumns, cellRow, perHead } from '../cohorts/cell-row.js';
import type { Part } from '../cohorts/part.js';
import { spreadAtAge, spreadInLast, withFinding } from '../cohorts/spread.js';
import { overOnly } from '../cohorts/under-way.js';
import { moneyColumn } from '../columns.js';
import { exactIdentity } from '../identity.js';

/** The same cells twice: under each other by age, and by calendar period. */
export function alignment(base: CohortBase): Part {
  const { grid, currency, digits, metric } = base;
  const ages = grid.cohorts.flatMap((cohort) => agesOf(grid, cohort));
  const cohortColumn = { id: 'cohort', title: 'cohort', type: 'text' } as const;
  const toDate = moneyColumn('value_to_date_per_member', `${metric} to date per member`, currency);
  const left: Table = {
    id: 'left_aligned',
    title: 'Cohorts by age',
    section: 'Side by side',
    description: `Age 0 is the period of acquisition; a silent period counts as zero. ${metric === 'profit' ? 'Profit' : 'Spend'} to date per member counts everybody acquired, active or not.`,
    terminalRows: 24,
    columns: [
      cohortColumn,
      { id: 'age', title: 'age', type: 'count' },
      { id: 'period_start', title: 'from', type: 'date', wide: true },
      { id: 'complete', title: 'complete', type: 'boolean', wide: true },
      ...cellColumns(base),
      toDate,
    ],
    rows: ages.map((entry) => ({
      cohort: entry.cohort.name,
      age: entry.age,
      period_start: entry.period?.start ?? null,
      complete: entry.complete,
      ...cellRow(base, entry.size, entry.cell),
      value_to_date_per_member: perHead(valueIn(all(entry.toDate), metric), entry.size, digits),
    })),
  };
  if (grid.by !== 'acquisition')
    return {
      tables: [left],
      figures: heatMaps(base, left),
      identities: [],
    };
  const calendar = calendarTable(base);
  return {
    tables: [left, calendar.table],
    figures: [...heatMaps(base, left), ...calendarMap(base, calendar.table)],
    identities: [
      exactIdentity(
        'aligned_cells',
        'cells by age = cells by calendar period',
        left.rows.length,
        calendar.table.rows.length,
      ),
      exactIdentity(
        'aligned_active',
        'active customers by age = by calendar period',
        ages.reduce((n, { cell }) => n + cell.buyers.customers, 0),
        calendar.active,
      ),
      exactIdentity(
        'aligned_spend',
        'spend by age = by calendar period',
        sum(ages.map(({ cell }) => all(cell))).spend,
        calendar.total.spend,
      ),
      exactIdentity(
        'aligned_profit',
        'profit by age = by calendar period',
        sum(ages.map(({ cell }) => all(cell))).profit ?? 0,
        calendar.total.profit ?? 0,
      ),
    ],
  };
}

/** Read the other way: period by period, each with the cohorts acquired by then. */
function calendarTable(base: CohortBase) {
  const { grid } = base;
  const own = grid.cohorts.filter(({ kind }) => kind === 'cohort');
  const entries = grid.periods.flatMap((period) =>
    own
      .filter(({ start }) => start! <= period.index)
      .map((cohort) => ({ cohort, period, cell: grid.cell(cohort, cohort.start, period.index) })),
  );
  const rows: Row[] = entries.map(({ cohort, period, cell }) => ({
    cohort: cohort.name,
    period_start: period.start,
    age: period.index - cohort.start!,
    complete: period.complete,
    ...cellRow(base, cohort.customers, cell),
  }));
  const table: Table = {
    id: 'calendar_aligned',
    title: 'Cohorts by calendar period',
    section: 'Side by side',
    description: 'The same cells as by age; a season shows as a column here.',
    wide: true,
    columns: [
      { id: 'cohort', title: 'cohort', type: 'text' },
      { id: 'period_start', title: 'from', type: 'date' },
      { id: 'age', title: 'age', type: 'count', wide: true },
      { id: 'complete', title: 'complete', type: 'boolean', wide: true },
      ...cellColumns(base),
    ],
    rows,
  };
  return {
    table,
    active: entries.reduce((n, { cell }) => n + cell.buyers.customers, 0),
    total: sum(entries.map(({ cell }) => all(cell))),
  };
}

function heatMaps(base: CohortBase, table: Table): Figure[] {
  if (table.rows.length === 0) return [];
  const unit = base.grid.granularity;
  return [
    {
      id: 'cohort_activity',
      title: withFinding(
        'Share of each cohort active, by age',
        spreadAtAge(table.rows, 'share_active', true),
      ),
      kind: 'heatmap',
      table: table.id,
      x: 'age',
      y: ['share_active'],
      series: 'cohort',
      ...overOnly(base.grid, `age (${unit}s since acquisition)`),
      yLabel: 'share active',
      alternative: `Heat map of the share of each cohort with an order, by ${unit}s since acquisition.`,
    },
    {
      id: 'cohort_value',
      title: withFinding(
        `${base.metric === 'profit' ? 'Profit' : 'Spend'} to date per member`,
        spreadAtAge(table.rows, 'value_to_date_per_member', false),
      ),
      kind: 'heatmap',
      table: table.id,
      x: 'age',
      y: ['value_to_date_per_member'],
      series: 'cohort',
      ...overOnly(base.grid, `age (${unit}s since acquisition)`),
      yLabel: `${base.metric} to date per member`,
      alternative: `Heat map of the ${base.metric} to date per member of each cohort, by ${unit}s since acquisition.`,
    },
  ];
}

function calendarMap(base: CohortBase, table: Table): Figure[] {
  if (table.rows.length === 0) return [];
  return [
    {
      id: 'cohort_activity_calendar',
      title: withFinding(
        'Share of each cohort active, by calendar period',
        spreadInLast(base, table.rows, 'share_active'),
      ),
      kind: 'heatmap',
      table: table.id,
      x: 'period_start',
      y: ['share_active'],
      series: 'cohort',
      ...overOnly(base.grid, 'period'),
      yLabel: 'share active',
      alternative: 'Heat map of the share of each cohort with an order in each calendar period.',
    },
  ];
}
