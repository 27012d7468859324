import type { Store } from '../store/store.js';
import { cellMoments } from './roll-up-cells.js';
import { readCells } from './score-customers.js';
import { deltaPerDay, type ScorePart, type ScoreTerms } from './score-terms.js';
import { sumInterval } from './sum-interval.js';

/** Value of a group of customers with an interval of its sum. */
export interface RolledUp {
  /** Value of the attribute; null = the whole base. */
  readonly group: string | null;
  readonly customers: number;
  readonly purchases: number;
  readonly value: string;
  readonly low: number;
  readonly high: number;
  /** Share of the variance that all customers have in common: the errors of the parameters. */
  readonly shared: number | null;
}

/** Posterior spends with q' below this have no variance to speak of; they count as if they had this. */
export const LEAST_Q = 2.5;

/**
 * Sums the values of the table `scores` by the column `rollup` of `histories`. Customers' intervals don't add up: chance
 * averages out over customers, and the errors of the parameters don't. The variance of a sum is
 *
 * - the customers' own variances, added: E[S^2] - E[S]^2 of what each spends, with E[S^2 | N] of the beta prime,
 *   gamma'^2 p N (p N + 1)/((q' - 1)(q' - 2)); and
 * - the variance of the sum's expectation over the points of the parameters, which all customers share.
 *
 * Low and high are those of a log-normal with that mean and variance (of a normal where the value is not above 0).
 */
export async function rollUp(
  store: Store,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
): Promise<readonly RolledUp[]> {
  const most = Math.max(...parts.map(({ model }) => model.sharedPoints.length));
  await createMoments(store, most);
  await createPoints(store, parts, most);
  for (const [i, part] of parts.entries()) await storeMoments(store, part, terms, i, most);
  const rows = await store.rows(sumsText(most));
  return rows.map((row): RolledUp => {
    const value = Number(row.value);
    const sums = Array.from({ length: most }, (_, d) => Number(row[`sum_${d}`] ?? 0));
    const mean = sums.reduce((sum, each) => sum + each, 0) / most;
    const common = sums.reduce((sum, each) => sum + (each - mean) ** 2, 0) / most;
    const own = Math.max(0, Number(row.variance ?? 0));
    return {
      group: row.of === null ? null : String(row.of),
      customers: Number(row.customers),
      purchases: Number(row.purchases),
      value: String(row.value),
      ...sumInterval(value, common + own, terms.interval),
      shared: common + own > 0 ? common / (common + own) : null,
    };
  });
}

async function createMoments(store: Store, points: number): Promise<void> {
  const columns = Array.from({ length: points }, (_, d) => `det_${d} double`);
  await store.run(`create or replace table moments (part integer, x integer, spend_x integer, t_ticks integer,
    t_x_ticks integer, mean double, second double, factor double, ${columns.join(', ')})`);
}

/** Spend parameters of each point, a row a part; a part with fewer points repeats them. */
async function createPoints(store: Store, parts: readonly ScorePart[], points: number): Promise<void> {
  const columns = Array.from({ length: points }, (_, d) => `p_${d} double, q_${d} double, gamma_${d} double`);
  await store.run(`create or replace table points (part integer, ${columns.join(', ')})`);
  for (const [i, { model }] of parts.entries()) {
    const values = Array.from({ length: points }, (_, d) => {
      const { spend } = model.sharedPoints[d % model.sharedPoints.length]!;
      return spend === null
        ? 'null, null, null'
        : [spend.p, spend.q, spend.gamma].map((value) => `cast(${value} as double)`).join(', ');
    });
    await store.run(`insert into points values (${i}, ${values.join(', ')})`);
  }
}

async function storeMoments(
  store: Store,
  { model, annualRate }: ScorePart,
  { horizonDays }: ScoreTerms,
  part: number,
  points: number,
): Promise<void> {
  const cells = await readCells(store, part);
  const moments = cellMoments(cells, model, { horizonDays, deltaPerDay: deltaPerDay(annualRate) });
  const appender = await store.appender('moments');
  try {
    appender.append([
      new Int32Array(cells.X.length).fill(part),
      Int32Array.from(cells.X),
      Int32Array.from(cells.SPEND_X),
      Int32Array.from(cells.T),
      Int32Array.from(cells.T_X),
      moments.MEAN,
      moments.SECOND,
      moments.FACTOR,
      ...Array.from({ length: points }, (_, d) => moments.DISCOUNTED[d % moments.DISCOUNTED.length]!),
    ]);
  } finally {
    appender.close();
  }
}

function sumsText(points: number): string {
  const gross = (d: number) =>
    `coalesce(one_spend, p_${d} * (gamma_${d} + spend_total) / (p_${d} * histories.spend_x + q_${d} - 1))`;
  const own = 'coalesce(parts.margin, 1) * scores.kept';
  const sums = Array.from(
    { length: points },
    (_, d) =>
      `sum(cast((${own} * ${gross(d)} - scores.return_cost) * moments.det_${d} as decimal(38, 6))) as sum_${d}`,
  );
  const q = `greatest(parts.q + parts.p * histories.spend_x, ${LEAST_Q})`;
  const scale = '(parts.gamma + histories.spend_total)';
  const second = `coalesce(one_spend * one_spend * moments.second,
        ${scale} * ${scale} * parts.p * (parts.p * moments.second + moments.mean) / ((${q} - 1) * (${q} - 2)))`;
  const first = `coalesce(one_spend, parts.p * ${scale} / (${q} - 1)) * moments.mean`;
  return `select
      histories.rollup as of,
      count(*) as customers,
      cast(sum(scores.expected_purchases) as double) as purchases,
      sum(scores.clv) as value,
      sum(cast(moments.factor * moments.factor * ${own} * ${own} * (${second} - (${first}) * (${first})) as decimal(38, 6))) as variance,
      ${sums.join(',\n      ')}
    from scores
    inner join histories on scores.customer_id = histories.customer_id
    inner join parts on histories.part = parts.part
    inner join points on histories.part = points.part
    inner join moments
      on
        histories.part = moments.part
        and histories.x = moments.x
        and histories.spend_x = moments.spend_x
        and histories.t_ticks = moments.t_ticks
        and histories.t_x_ticks = moments.t_x_ticks
    where scores.x is not null
    group by grouping sets ((histories.rollup), ())
    order by histories.rollup is null, sum(scores.clv) desc, histories.rollup`;
}
