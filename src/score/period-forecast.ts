import { countTable } from '../models/clv/total-spend.js';
import type { Future } from '../models/future.js';
import { AgePanels } from './age-panels.js';
import type { ParameterPoint } from './parameter-points.js';
import type { SummedCells } from './period-sums.js';
import { ageScale, futureAt, stateChances, stateCount } from './prediction-panels.js';
import { LEAST_Q } from './roll-up.js';
import type { ScoringModel } from './scoring-model.js';
import { type SumInterval, sumInterval } from './sum-interval.js';

/** Customers of one model, with what they keep of a purchase's spend (margin; 1 for revenue). */
export interface ForecastPart {
  readonly model: ScoringModel;
  readonly cells: SummedCells;
  readonly keeps: number;
}

export interface PeriodQuestion {
  /** Days from the day of the histories, ascending: the periods lie between them. */
  readonly bounds: readonly number[];
  /** Customers whose first purchase is younger than this many days don't count. */
  readonly leastAgeDays: number;
  /** Share of the distribution between low and high. */
  readonly interval: number;
}

export interface PeriodValue extends SumInterval {
  readonly value: number;
}

const TOLERANCE = 1e-9;

/**
 * What the customers will bring in each period to come, not discounted, and in all of them together (last), each with an
 * interval of the sum: the customers' own variances and, shared by all, the errors of the parameters. It does not know seasons,
 * nor how wrong the model itself may be.
 *
 * E[N] of a period is a difference of expectations. With M(t) = E[N(N - 1)] up to t, that of the time from a to b is
 * integral over (a, b] of (1 - a/v) dM(v): somebody who buys at a rate lambda while alive and is alive at v was so before, so
 * pairs of purchases, the later at v, are as dense at every earlier u. In parts this is (1 - a/b) M(b) - a integral of M(v)/v^2,
 * whose integrand is constant where nobody drops out.
 */
export function forecastPeriods(parts: readonly ForecastPart[], question: PeriodQuestion): PeriodValue[] {
  const periods = question.bounds.length - 1;
  const most = Math.max(...parts.map(({ model }) => model.sharedPoints.length));
  const values = new Float64Array(periods + 1);
  const own = new Float64Array(periods + 1);
  const byPoint = Array.from({ length: most }, () => new Float64Array(periods + 1));
  for (const part of parts) {
    const sums = partSums(part, question);
    sums.MEAN.forEach((value, k) => {
      values[k] = values[k]! + value;
      own[k] = own[k]! + sums.VARIANCE[k]!;
    });
    byPoint.forEach((point, d) => {
      sums.MEANS[d % sums.MEANS.length]!.forEach((value, k) => {
        point[k] = point[k]! + value;
      });
    });
  }
  return Array.from(values, (value, k) => {
    const mean = byPoint.reduce((sum, point) => sum + point[k]!, 0) / most;
    const common = byPoint.reduce((sum, point) => sum + (point[k]! - mean) ** 2, 0) / most;
    return { value, ...sumInterval(value, common + Math.max(0, own[k]!), question.interval) };
  });
}

interface PartSums {
  /** Value by period, all together last. */
  readonly MEAN: Float64Array;
  readonly VARIANCE: Float64Array;
  /** The same as `MEAN`, by point of the parameters. */
  readonly MEANS: readonly Float64Array[];
}

function partSums({ model, cells, keeps }: ForecastPart, question: PeriodQuestion): PartSums {
  const size = question.bounds.length;
  const sums: PartSums = {
    MEAN: new Float64Array(size),
    VARIANCE: new Float64Array(size),
    MEANS: model.sharedPoints.map(() => new Float64Array(size)),
  };
  const points: ParameterPoint[] = [
    { frequency: model.parameters, spend: model.spend },
    ...model.sharedPoints,
  ];
  const times = question.bounds.map((days) => days / model.unitDays);
  const { X, T, T_X } = cells;
  for (let from = 0; from < X.length; ) {
    let to = from + 1;
    while (to < X.length && X[to] === X[from]) to++;
    const x = X[from]!;
    const panels = points.map(({ frequency }, d) => countPanels(model, frequency, x, times, d === 0));
    let futures: Float64Array[] = [];
    for (let i = from; i < to; i++) {
      if (T[i]! < question.leastAgeDays) continue;
      const history = { x, t_x: T_X[i]! / model.unitTicks, T: T[i]! / model.unitTicks };
      if (futures.length === 0 || T[i] !== T[i - 1]) futures = panels.map((panel) => panel.at(history.T));
      points.forEach((point, d) => {
        const at = futures[d]!;
        const chances = stateChances(model, point.frequency, history);
        const { gross, second } = spendMoments(cells, i, model, point);
        const out = d === 0 ? sums.MEAN : sums.MEANS[d - 1]!;
        const stride = at.length / chances.length;
        for (let k = 0; k < size; k++) {
          const N = mixed(at, chances, k, stride);
          out[k] = out[k]! + keeps * gross * N;
          if (d > 0) continue;
          const own = second(N, N + mixed(at, chances, size + k, stride));
          sums.VARIANCE[k] = sums.VARIANCE[k]! + keeps * keeps * own;
        }
      });
    }
    from = to;
  }
  return sums;
}

function mixed(values: Float64Array, chances: readonly number[], place: number, stride: number): number {
  let sum = 0;
  for (let j = 0; j < chances.length; j++) sum += chances[j]! * values[j * stride + place]!;
  return sum;
}

/** E[N] of each period and of all of them, then E[N(N - 1)] likewise where spread is asked for; alive at age T, state after state. */
function countPanels(
  model: ScoringModel,
  frequency: Readonly<Record<string, number>>,
  x: number,
  times: readonly number[],
  isSpread: boolean,
): AgePanels {
  const states = stateCount(model);
  const size = times.length;
  const stride = isSpread ? 2 * size : size;
  return new AgePanels(ageScale(frequency), stride * states, TOLERANCE, (T) => {
    const values = new Float64Array(stride * states);
    for (let j = 0; j < states; j++) {
      const future = futureAt(model, frequency, x, T, j);
      const expected = times.map((t) => future.expected(t));
      const all = expected[size - 1]!;
      const base = stride * j;
      for (let k = 1; k < size; k++) values[base + k - 1] = expected[k]! - expected[k - 1]!;
      values[base + size - 1] = all - expected[0]!;
      if (!isSpread) continue;
      const M = times.map((t) => pairsUpTo(future, t));
      for (let k = 1; k < size; k++) values[base + size + k - 1] = pairsBetween(times, M, k - 1, k);
      values[base + size + size - 1] = pairsBetween(times, M, 0, size - 1);
    }
    return values;
  });
}

/** E[N(N - 1)] in (0, t], given alive. */
function pairsUpTo(future: Future, t: number): number {
  const { counts, mass } = countTable(future, t);
  return counts.reduce((sum, n, i) => sum + n * (n - 1) * mass[i]!, 0);
}

/** The same between two of the times, M known at all of them; the integral by trapezoids. */
function pairsBetween(times: readonly number[], M: readonly number[], from: number, to: number): number {
  const a = times[from]!;
  const b = times[to]!;
  if (!(b > a)) return 0;
  if (a === 0) return M[to]!;
  let integral = 0;
  for (let k = from; k < to; k++) {
    const f = M[k]! / times[k]! ** 2 + M[k + 1]! / times[k + 1]! ** 2;
    integral += 0.5 * (times[k + 1]! - times[k]!) * f;
  }
  return Math.max(0, (1 - a / b) * M[to]! - a * integral);
}

/**
 * Over the customers of a cell: the sum of what they expect to spend on a purchase and keep, and the sum of their variances of
 * the spend of N purchases, given E[N] and E[N^2]: E[S^2 | N] of the beta prime is gamma'^2 p N (p N + 1)/((q' - 1)(q' - 2)).
 */
function spendMoments(
  { SPEND_X, K, K_S, K2, K2_S, K2_S2 }: SummedCells,
  i: number,
  { constantSpend }: ScoringModel,
  { spend }: ParameterPoint,
): { readonly gross: number; readonly second: (N: number, N2: number) => number } {
  if (spend === null)
    return {
      gross: constantSpend * K[i]!,
      second: (N, N2) => constantSpend * constantSpend * K2[i]! * (N2 - N * N),
    };
  const { p, q, gamma } = spend;
  const scale2 = gamma * gamma * K2[i]! + 2 * gamma * K2_S[i]! + K2_S2[i]!;
  const q1 = Math.max(p * SPEND_X[i]! + q, LEAST_Q);
  return {
    gross: (p * (gamma * K[i]! + K_S[i]!)) / (p * SPEND_X[i]! + q - 1),
    second: (N, N2) => scale2 * ((p * (p * N2 + N)) / ((q1 - 1) * (q1 - 2)) - ((p * N) / (q1 - 1)) ** 2),
  };
}
