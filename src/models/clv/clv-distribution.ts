import { bracketedRoot } from '../../numeric/root.js';
import { checkDiscounting, type Discounting, discounted } from '../discounting.js';
import type { FrequencyModel } from '../frequency-model.js';
import {
  type GammaGammaParameters,
  gammaGammaExpectedSpend,
  type SpendHistory,
} from '../gammagamma/model.js';
import { checkHistory, type History } from '../history.js';
import { type CountTable, countTable, totalSpendCdf, totalSpendQuantile } from './total-spend.js';

/** Parameters of both models; several of them carry the uncertainty of a fit. */
export interface ClvDraw<P> {
  readonly frequency: P;
  readonly spend: GammaGammaParameters;
}

export interface ClvCustomer {
  readonly history: History;
  readonly spend: SpendHistory;
}

export interface ClvSettings extends Discounting {
  /** Share of spend that is value: 1 where spend is profit. */
  readonly margin: number;
}

/** Predictive distribution of one customer's value up to the horizon. */
export interface ClvDistribution {
  /** margin * E[spend] * DET, averaged over the draws. */
  readonly mean: number;
  /** P(value <= v). */
  cdf(v: number): number;
  /** Smallest v with P(value <= v) >= level. */
  quantile(level: number): number;
}

/**
 * Value without simulation: a customer buys N times up to the horizon, spends a total S on it, and the value is margin *
 * (DET/E) * S, every purchase discounted by the average factor:
 * P(value <= v) = P(N = 0) + sum of P(N = n) I_{s/(s + gamma')}(p n, q'), s = v/(margin DET/E), q' = p x + q, gamma' =
 * gamma + x * mean spend. Several draws are averaged. An endless horizon counts purchases up to 7/delta from now (0.1 % of
 * the weight lies beyond). A negative margin mirrors the distribution.
 */
export function clvDistribution<P extends object>(
  model: FrequencyModel<P>,
  draws: readonly ClvDraw<P>[],
  { history, spend }: ClvCustomer,
  settings: ClvSettings,
): ClvDistribution {
  checkHistory(history);
  checkDiscounting(settings);
  const { delta, horizon, margin } = settings;
  if (!Number.isFinite(margin)) throw new RangeError(`invalid margin: ${margin}`);
  const end = horizon === Number.POSITIVE_INFINITY ? 7 / delta : horizon;
  if (!Number.isFinite(end)) throw new RangeError('invalid horizon: Infinity needs delta above 0');
  const parts = draws.map((draw) => partOf(model, draw, { history, spend }, settings, end));
  const mean = parts.reduce((sum, part) => sum + part.mean, 0) / parts.length;
  const size = Math.abs(margin);
  const cdfOfSize = (v: number): number =>
    v < 0 ? 0 : parts.reduce((sum, part) => sum + sizeCdf(part, v, size), 0) / parts.length;
  const quantileOfSize = (level: number): number => sizeQuantile(parts, size, level, cdfOfSize);
  return {
    mean,
    cdf: (v) => (margin >= 0 ? cdfOfSize(v) : 1 - cdfOfSize(-v)),
    quantile: (level) => {
      if (!(level > 0 && level < 1)) throw new RangeError(`invalid level: ${level}`);
      return margin >= 0 ? quantileOfSize(level) : -quantileOfSize(1 - level);
    },
  };
}

interface Part {
  readonly alive: number;
  readonly table: CountTable;
  readonly p: number;
  /** q' and gamma'. */
  readonly q: number;
  readonly gamma: number;
  /** DET/E. */
  readonly factor: number;
  readonly mean: number;
}

function partOf<P extends object>(
  model: FrequencyModel<P>,
  { frequency, spend: { p, q, gamma } }: ClvDraw<P>,
  { history, spend }: ClvCustomer,
  settings: ClvSettings,
  end: number,
): Part {
  const alive = model.pAlive(frequency, history);
  const future = model.future(frequency, history);
  const expected = future.expected(end);
  const det = discounted(future, settings);
  return {
    alive,
    table: countTable(future, end),
    p,
    q: q + p * spend.x,
    gamma: gamma + (spend.x === 0 ? 0 : spend.x * spend.meanSpend),
    factor: expected > 0 ? det / expected : 1,
    mean: settings.margin * gammaGammaExpectedSpend({ p, q, gamma }, spend) * alive * det,
  };
}

function sizeCdf({ alive, table, p, q, gamma, factor }: Part, v: number, margin: number): number {
  const some = table.mass.reduce((a, b) => a + b, 0);
  if (margin === 0) return 1;
  return 1 - alive * some + alive * totalSpendCdf(table, p, q, v / (margin * factor * gamma));
}

function sizeQuantile(
  parts: readonly Part[],
  margin: number,
  level: number,
  cdf: (v: number) => number,
): number {
  const each = parts.map(
    ({ alive, table, p, q, gamma, factor }) =>
      margin * factor * gamma * totalSpendQuantile(table, alive, p, q, level),
  );
  const low = Math.min(...each);
  const high = Math.max(...each);
  if (low === high || margin === 0 || cdf(0) >= level) return margin === 0 || cdf(0) >= level ? 0 : low;
  return bracketedRoot((v) => cdf(v) - level, low, high, { relative: 1e-7 });
}
