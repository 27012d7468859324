import { countTable } from '../../models/clv/total-spend.js';
import type { Fit } from '../../models/fit/fit-record.js';
import type { FrequencyModel } from '../../models/frequency-model.js';
import { frequencyModel } from '../../models/registry.js';
import { normalQuantile } from '../../numeric/normal.js';
import type { CheckRecord } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import { tickDays } from '../../score/occasion-histories.js';
import { parameterPoints } from '../../score/parameter-points.js';
import { customersByAge } from './customers-by-age.js';
import type { FitOptions } from './fit-options.js';

/** What holds in 99 of 100 bases that the model makes. */
const Z = normalQuantile(0.995);
/** Ages stand together for variances. */
const BINS = 40;

type Parameters = Readonly<Record<string, number>>;
type Model = FrequencyModel<Parameters>;

interface Ages {
  /** In the model's time unit. */
  readonly T: readonly number[];
  readonly N: readonly number[];
}

/**
 * Predictive checks: customers without a repeat purchase, and repeat purchases a customer, as seen and as customers of these very
 * ages would make them under the model. The interval has the chance of the customers and the errors of the parameters in it.
 */
export function modelChecks(
  fit: Fit,
  { histories }: FitData,
  { timeUnit, occasion }: FitOptions,
): CheckRecord[] {
  const { X, T, N } = histories;
  const { model: name, parameters } = fit.predictor!;
  const model = frequencyModel(name);
  const unit = timeUnit.days / tickDays(occasion);
  const exact = agesOf(T, N, unit);
  const binned = binnedAges(exact);
  const customers = exact.N.reduce((sum, n) => sum + n, 0);
  const points = parameterPoints(fit, null).map(({ frequency }) => frequency);
  let silent = 0;
  let repeats = 0;
  for (let i = 0; i < X.length; i++) {
    if (X[i] === 0) silent += N[i]!;
    repeats += X[i]! * N[i]!;
  }
  const zero = (P: Parameters, t: number) => 1 - model.pAliveNew(P) * model.futureNew(P).atLeast(1, t);
  const mean = (P: Parameters, t: number) => model.pAliveNew(P) * model.futureNew(P).expected(t);
  const second = (P: Parameters, t: number) => secondMoment(model, P, t);
  const sums = (f: (P: Parameters, t: number) => number, P: Parameters, { T: ages, N: n }: Ages) =>
    ages.reduce((sum, t, i) => sum + n[i]! * (t === 0 ? f(P, 0) : f(P, t)), 0);
  const shared = (f: (P: Parameters, t: number) => number) =>
    varianceOf(points.map((P) => sums(f, P, binned)));
  const zeroVariance = sums((P, t) => zero(P, t) * (1 - zero(P, t)), parameters, binned) + shared(zero);
  const meanVariance = sums((P, t) => second(P, t) - mean(P, t) ** 2, parameters, binned) + shared(mean);
  return [
    check('customers without a repeat purchase', silent, sums(zero, parameters, exact), zeroVariance, 1),
    check('repeat purchases a customer', repeats, sums(mean, parameters, exact), meanVariance, customers),
  ];
}

function check(name: string, seen: number, expected: number, variance: number, per: number): CheckRecord {
  const reach = Z * Math.sqrt(Math.max(0, variance));
  const [low, high] = [Math.max(0, expected - reach), expected + reach];
  return {
    name,
    seen: seen / per,
    expected: expected / per,
    low: low / per,
    high: high / per,
    holds: seen >= low - 0.5 && seen <= high + 0.5,
  };
}

function secondMoment(model: Model, P: Parameters, t: number): number {
  if (t === 0) return 0;
  const { counts, mass } = countTable(model.futureNew(P), t);
  return model.pAliveNew(P) * counts.reduce((sum, n, i) => sum + n * n * mass[i]!, 0);
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function agesOf(T: Float64Array, N: Float64Array, unit: number): Ages {
  const sorted = customersByAge(T, N);
  return { T: sorted.map(([age]) => age / unit), N: sorted.map(([, n]) => n) };
}

/** Neighbouring ages together at their mean; whole where ages are few. */
function binnedAges({ T, N }: Ages): Ages {
  if (T.length <= BINS) return { T, N };
  const customers = N.reduce((sum, n) => sum + n, 0);
  const bins = Array.from({ length: BINS }, () => ({ n: 0, time: 0 }));
  let before = 0;
  T.forEach((t, i) => {
    const bin = bins[Math.min(BINS - 1, Math.floor((BINS * before) / customers))]!;
    bin.n += N[i]!;
    bin.time += N[i]! * t;
    before += N[i]!;
  });
  const used = bins.filter(({ n }) => n > 0);
  return { T: used.map(({ n, time }) => time / n), N: used.map(({ n }) => n) };
}
