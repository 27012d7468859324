import type { Cell, Row, Table } from '../../common/result.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Cohort } from '../cohorts/grid.js';
import { nothing, type Part } from '../cohorts/part.js';
import { columns, SMALL_CELL } from '../columns.js';
import { exactIdentity } from '../identity.js';
import {
  eventInterval,
  kaplanMeier,
  type SurvivalCurve,
  survivingAt,
  waitQuantile,
  waitWeeks,
} from '../survival.js';
import { percent } from '../wording.js';

const MARKS = [4, 8, 16, 26, 52] as const;

/** The wait for the second purchase day, cohort beside cohort, with those still waiting counted while observed. */
export async function secondPurchase(base: CohortBase): Promise<Part> {
  const { mart, grid } = base;
  if (grid.by === 'fixed_day') return nothing;
  await mart.build(['cohort_waits']);
  const rows = await mart.rows(`select * from {{ ref('cohort_waits') }} order by start_index, cohort, days`);
  const curves = grid.cohorts
    .filter(({ kind }) => kind === 'cohort')
    .map((cohort) => ({
      cohort,
      curve: kaplanMeier(
        rows
          .filter((row) =>
            cohort.start === null ? row.cohort === cohort.name : row.start_index === cohort.start,
          )
          .map((row) => ({
            days: Number(row.days),
            events: Number(row.events),
            censored: Number(row.censored),
          })),
      ),
    }))
    .filter(({ curve }) => curve.customers > 0);
  const table = weekTable(curves);
  return {
    tables: [summaryTable(curves), table],
    figures: [
      {
        id: 'second_purchase_curves',
        title: finding(curves),
        kind: 'line',
        table: table.id,
        x: 'week',
        y: ['cumulative_share'],
        series: 'cohort',
        xLabel: 'weeks since the first purchase',
        yLabel: 'share with a second purchase day',
        alternative: `Lines of the share with a second purchase day by week, a cohort a line: ${finding(curves)}.`,
      },
    ],
    identities: [
      exactIdentity(
        'second_purchase_customers',
        'customers of the second-purchase curves = customers with an order',
        curves.reduce((n, { curve }) => n + curve.customers, 0),
        curves.reduce((n, { cohort }) => n + cohort.buyers, 0),
      ),
    ],
    answers: [
      {
        question: 'How fast does a second purchase come?',
        answer: `${finding(curves)}.`,
      },
    ],
  };
}

interface CohortCurve {
  readonly cohort: Cohort;
  readonly curve: SurvivalCurve;
}

function shareBy(curve: SurvivalCurve, week: number): number | null {
  const surviving = survivingAt(curve, 7 * week);
  return surviving === null ? null : 1 - surviving;
}

function finding(curves: readonly CohortCurve[]): string {
  const week = [...MARKS]
    .reverse()
    .find((mark) => curves.filter(({ curve }) => shareBy(curve, mark) !== null).length >= 2);
  const known = curves.flatMap(({ cohort, curve }) => {
    const share = cohort.whole && week !== undefined ? shareBy(curve, week) : null;
    return share === null ? [] : [{ name: cohort.name, share }];
  });
  if (known.length < 2) return 'Too few cohorts are observed long enough to compare second purchases';
  const sorted = known.sort((a, b) => a.share - b.share);
  const low = sorted[0]!;
  const high = sorted.at(-1)!;
  if (percent(low.share) === percent(high.share))
    return `By week ${week}, ${percent(low.share)} of each of the ${known.length} cohorts have bought on a second day`;
  return `By week ${week} between ${percent(low.share)} (${low.name}) and ${percent(high.share)} (${high.name}) of a cohort have bought on a second day`;
}

function summaryTable(curves: readonly CohortCurve[]): Table {
  return {
    id: 'second_purchase_summary',
    title: 'Second purchase day: share of the cohort by week, and median wait',
    section: 'Second purchase',
    description:
      'Kaplan–Meier estimates: who is still waiting counts as long as observed. Empty = not observed so long, or the median is not reached. The interval is of the share by week 16 (95 %).',
    columns: [
      { id: 'cohort', title: 'cohort', type: 'text' },
      { ...columns.customers, title: 'buyers' },
      { id: 'median_weeks', title: 'median weeks', type: 'number', unit: 'weeks', digits: 1 },
      ...MARKS.map((week) => ({
        id: `share_week_${week}`,
        title: `by week ${week}`,
        type: 'share' as const,
        digits: 1,
        ...(week === 8 ? { wide: true } : {}),
      })),
      { id: 'low_week_16', title: 'week 16 low', type: 'share', digits: 1, wide: true },
      { id: 'high_week_16', title: 'week 16 high', type: 'share', digits: 1, wide: true },
      columns.smallCell,
    ],
    rows: curves.map(({ cohort, curve }): Row => {
      const median = waitQuantile(curve, 0.5);
      const interval = eventInterval(curve, 7 * 16);
      return {
        cohort: cohort.name,
        customers: curve.customers,
        median_weeks: median === null ? null : median / 7,
        ...Object.fromEntries(
          MARKS.map((week): [string, Cell] => [`share_week_${week}`, shareBy(curve, week)]),
        ),
        low_week_16: interval?.low ?? null,
        high_week_16: interval?.high ?? null,
        small_cell: curve.customers < SMALL_CELL,
      };
    }),
  };
}

function weekTable(curves: readonly CohortCurve[]): Table {
  return {
    id: 'second_purchase',
    title: 'Second purchase day by week',
    section: 'Second purchase',
    description: 'Week w holds days 7w − 6 to 7w after the first purchase day.',
    wide: true,
    columns: [
      { id: 'cohort', title: 'cohort', type: 'text' },
      { id: 'week', title: 'week', type: 'count' },
      { id: 'at_risk', title: 'at risk', type: 'count' },
      { id: 'purchases', title: 'purchases', type: 'count' },
      { id: 'hazard', title: 'hazard', type: 'share', digits: 2 },
      { id: 'share', title: 'share', type: 'share', digits: 2 },
      { id: 'cumulative_share', title: 'cumulative', type: 'share', digits: 1 },
      { id: 'complete', title: 'complete', type: 'boolean', wide: true },
    ],
    rows: curves.flatMap(({ cohort, curve }) =>
      waitWeeks(curve).map((week) => ({
        cohort: cohort.name,
        week: week.week,
        at_risk: week.atRisk,
        purchases: week.events,
        hazard: week.hazard,
        share: week.share,
        cumulative_share: week.cumulative,
        complete: week.complete,
      })),
    ),
  };
}
