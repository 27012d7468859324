import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Part } from '../cohorts/part.js';
import { repeatRates } from '../cohorts/repeat-rates.js';
import { intoOverOnly } from '../cohorts/under-way.js';
import { columns, SMALL_CELL } from '../columns.js';
import { percent, percentRange } from '../wording.js';
import { type BasePeriod, PER_YEAR } from './scope.js';

/** Repeat-buying rates by cohort, and of all active customers of a period. */
export function repeatBuying(base: CohortBase, periods: readonly BasePeriod[]): Part {
  const { grid } = base;
  const overall = overallRates(periods);
  const byCohort = grid.cohorts
    .flatMap((cohort) => repeatRates(grid, cohort))
    .map(
      ({ cohort, age, period, active, activeNext, complete }): Row => ({
        cohort: cohort.name,
        period_start: period?.start ?? null,
        age,
        active,
        active_next: activeNext,
        rate: ratio(activeNext, active),
        complete,
        small_cell: active < SMALL_CELL,
      }),
    );
  const known = overall.filter(({ complete, rate }) => complete && rate !== null);
  const cameBack = periods.some(
    ({ cell }) => cell.buyers.customers > cell.first.customers + cell.repeat.customers,
  );
  const left = intoOverOnly(grid, 'period');
  const shown = [
    { id: 'cohort', title: 'cohort', type: 'text' },
    { id: 'period_start', title: 'from', type: 'date' },
    { id: 'age', title: 'age', type: 'count', wide: true },
    { id: 'active', title: 'active', type: 'count' },
    { id: 'active_next', title: 'next period too', type: 'count' },
    { id: 'rate', title: 'rate', type: 'share', digits: 1 },
    { id: 'complete', title: 'complete', type: 'boolean', wide: true },
    columns.smallCell,
  ] as const;
  return {
    tables: [
      {
        id: 'repeat_buying',
        title: 'Repeat-buying rate: of the active of a period, the share active in the next',
        section: 'Repeat buying',
        description: 'First all customers together, then cohort by cohort.',
        terminalRows: overall.length,
        columns: shown,
        rows: [
          ...overall.map(({ period, active, activeNext, rate, complete }) => ({
            cohort: ALL,
            period_start: period.start,
            age: null,
            active,
            active_next: activeNext,
            rate,
            complete,
            small_cell: active < SMALL_CELL,
          })),
          ...byCohort,
        ],
      },
    ],
    figures:
      overall.length === 0
        ? []
        : [
            {
              id: 'repeat_buying_rate',
              title:
                known.length === 0
                  ? 'Repeat-buying rate of all customers'
                  : `Repeat-buying rate of all customers: last ${percent(known.at(-1)!.rate)}`,
              kind: 'line',
              table: 'repeat_buying',
              ...left,
              where: { cohort: ALL },
              x: 'period_start',
              y: ['rate'],
              yLabel: 'share active in the next period, too',
              alternative: 'Line of the repeat-buying rate of all customers by period.',
            },
          ],
    answers:
      known.length === 0
        ? []
        : [
            {
              question: 'How many buy again in the next period?',
              answer: `Of those active in ${known.at(-1)!.period.name}, ${percent(known.at(-1)!.rate)} were active in the ${grid.granularity} after${
                known.length >= 2
                  ? `; ${percentRange(
                      known.map(({ rate }) => rate!),
                      `pairs of ${grid.granularity}s`,
                    )}`
                  : ''
              }.${cameBack ? ' Others come back later.' : ''}`,
            },
          ],
    notes:
      PER_YEAR[grid.granularity] > 1
        ? [
            {
              code: 'repeat_buying_granularity',
              text: `Repeat-buying rates from ${grid.granularity} to ${grid.granularity} are lower than from year to year, and move with the season.`,
            },
          ]
        : [],
  };
}

const ALL = 'all';

export interface OverallRate {
  readonly period: BasePeriod['period'];
  readonly active: number;
  readonly activeNext: number;
  readonly rate: number | null;
  /** Both periods are observed to their ends. */
  readonly complete: boolean;
}

/** Of all customers active in a period, those active in the next. */
export function overallRates(periods: readonly BasePeriod[]): OverallRate[] {
  return periods.slice(1).map((next, i) => {
    const { period, cell } = periods[i]!;
    return {
      period,
      active: cell.buyers.customers,
      activeNext: next.cell.repeat.customers,
      rate: ratio(next.cell.repeat.customers, cell.buyers.customers),
      complete: period.complete && next.period.complete,
    };
  });
}
