import type { Mart } from '../../mart/build.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Cohort } from '../cohorts/grid.js';
import type { EqualAge } from './equal-age.js';

/** A cohort's value of one measure, with the variance that sampling its customers explains. */
export interface CohortValue {
  readonly cohort: Cohort;
  readonly customers: number;
  readonly value: number;
  readonly variance: number;
}

export interface MeasuredCohorts {
  readonly measure: MeasureId;
  /** Column title. */
  readonly title: string;
  readonly isShare: boolean;
  readonly values: readonly CohortValue[];
}

export type MeasureId = 'share_active' | 'value_per_member' | 'aof' | 'aov' | 'margin';

type Moments = Readonly<Record<keyof typeof MOMENTS, number>>;

/** Sums and products over customers, each with the power of the money's unit that it is counted in. */
const MOMENTS = {
  active: 0,
  active_periods: 0,
  orders: 0,
  spend: 1,
  profit: 1,
  known: 1,
  value: 1,
  active_periods_2: 0,
  orders_active_periods: 0,
  orders_2: 0,
  spend_orders: 1,
  spend_2: 2,
  profit_2: 2,
  profit_known: 2,
  known_2: 2,
  value_2: 2,
} as const;

/** The measures of each cohort at equal age: totals up to that age, activity at it. */
export async function cohortValues(base: CohortBase, at: EqualAge): Promise<MeasuredCohorts[]> {
  const { mart, metric, grid } = base;
  mart.set({ through_age: at.age });
  mart.forget(['lens4_moments']);
  await mart.build(['lens4_moments']);
  const moments = await load(mart, at);
  const measured = (
    measure: MeasureId,
    title: string,
    estimate: (m: Moments, n: number) => Estimate | null,
  ): MeasuredCohorts => ({
    measure,
    title,
    isShare: measure === 'share_active',
    values: at.cohorts.flatMap(({ cohort, customers }, i) => {
      const found = estimate(moments[i]!, customers);
      return found === null ? [] : [{ cohort, customers, ...found }];
    }),
  });
  return [
    ...(at.age === 0 && grid.by !== 'fixed_day'
      ? []
      : [measured('share_active', `share active at age ${at.age}`, (m, n) => share(m.active, n))]),
    measured('value_per_member', `${metric} per member to age ${at.age}`, (m, n) =>
      mean(m.value, m.value_2, n),
    ),
    measured('aof', 'orders per active period', (m, n) =>
      quotient(m.orders, m.active_periods, m.orders_2, m.orders_active_periods, m.active_periods_2, n),
    ),
    measured('aov', 'spend per order', (m, n) =>
      quotient(m.spend, m.orders, m.spend_2, m.spend_orders, m.orders_2, n),
    ),
    ...(metric === 'profit'
      ? [
          measured('margin', 'margin', (m, n) =>
            quotient(m.profit, m.known, m.profit_2, m.profit_known, m.known_2, n),
          ),
        ]
      : []),
  ];
}

interface Estimate {
  readonly value: number;
  readonly variance: number;
}

async function load(mart: Mart, at: EqualAge): Promise<Moments[]> {
  const rows = await mart.rows(`select * from {{ ref('lens4_moments') }}`);
  const byPlace = new Map(rows.map((row) => [`${row.cohort}/${row.start_index}`, row]));
  return at.cohorts.map(({ cohort, starts }) => {
    const parts = starts.flatMap((start) => {
      const row = byPlace.get(`${cohort.start === null ? cohort.name : null}/${start}`);
      return row ? [row] : [];
    });
    return Object.fromEntries(
      Object.entries(MOMENTS).map(([name, power]) => [
        name,
        parts.reduce((total, part) => total + Number(part[name]) * Number(part.money_unit) ** power, 0),
      ]),
    ) as Moments;
  });
}

function share(part: number, n: number): Estimate {
  const p = part / n;
  return { value: p, variance: (p * (1 - p)) / n };
}

function mean(sum: number, squares: number, n: number): Estimate {
  const value = sum / n;
  return { value, variance: n < 2 ? 0 : beyondNoise(squares - n * value * value, squares) / (n - 1) / n };
}

/** Σy / Σx over customers; its variance by linearisation, Σ(y − Rx)² / (Σx)². Null when Σx is not positive. */
function quotient(
  sumY: number,
  sumX: number,
  squaresY: number,
  products: number,
  squaresX: number,
  n: number,
): Estimate | null {
  if (!(sumX > 0)) return null;
  const R = sumY / sumX;
  const squares = beyondNoise(squaresY - 2 * R * products + R * R * squaresX, squaresY + R * R * squaresX);
  return { value: R, variance: n < 2 ? 0 : (squares * n) / (n - 1) / (sumX * sumX) };
}

/** A difference of sums of squares; 0 where it is what double precision leaves of equal ones. */
function beyondNoise(difference: number, size: number): number {
  return difference > 1e-12 * size ? difference : 0;
}
