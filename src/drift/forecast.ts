import type { Fit } from '../models/fit/fit-record.js';
import { frequencyModel } from '../models/registry.js';
import type { AnyModel } from '../models/states.js';
import { normalTwoSided } from '../numeric/chi-square.js';
import { seededRandom } from '../numeric/seeded.js';
import { LEAST } from './compare.js';
import { ksTail } from './distances.js';
import type { Finding } from './finding.js';
import type { ForecastRows } from './forecast-rows.js';
import { futureCounts, futureMeans } from './future-counts.js';

const STEP = 1e-3;

/** Customers of a class: seen, expected, and the variance of the difference (chance, and the fit's errors). */
export interface Expected {
  readonly name: string;
  readonly customers: number;
  readonly seen: number;
  readonly expected: number;
  readonly error: number;
}

export interface ForecastFindings {
  readonly findings: readonly Finding[];
  /** Seen and expected by repeat purchases and by age, for the table. */
  readonly classes: readonly Expected[];
}

const FREQUENCIES = ['0', '1', '2', '3 to 5', '6+'] as const;
const AGES = ['under 13 weeks', '13 to 26 weeks', '26 to 52 weeks', '52 weeks and more'] as const;
/** Every customer is in one class of each kind. */
const CLASSES = [
  ...FREQUENCIES.map((name) => `known customers with ${name} repeat purchases`),
  ...AGES.map((name) => `known customers who came ${name} before`),
];

function classesOf(x: number, ageDays: number): readonly [frequency: number, age: number] {
  const age = ageDays < 91 ? 0 : ageDays < 182 ? 1 : ageDays < 364 ? 2 : 3;
  return [x < 3 ? x : x < 6 ? 3 : 4, FREQUENCIES.length + age];
}

/**
 * The purchases of the window against the stored model's predictive distribution from the histories at its start: the sum
 * with its error, the same by repeat purchases, and the probability integral transform, which should be uniform.
 */
export function forecastFindings(fit: Fit, rows: ForecastRows, unitDays: number): ForecastFindings {
  const { predictor, logCovariance } = fit;
  if (predictor === null || rows.customers < LEAST) return { findings: [], classes: [] };
  const model = frequencyModel(predictor.model);
  const { X, T, AFTER, N, size, customers } = rows;
  const sums = CLASSES.map(() => ({ customers: 0, seen: 0, squares: 0, expected: 0, variance: 0 }));
  const random = seededRandom(1);
  const transform: number[] = [];
  const countsOf = futureCounts(model, predictor.parameters, rows, unitDays);
  for (let i = 0; i < size; i++) {
    const { alive, ...counts } = countsOf(i);
    const n = N[i]!;
    const y = AFTER[i]!;
    for (const k of classesOf(X[i]!, T[i]!)) {
      const into = sums[k]!;
      into.customers += n;
      into.seen += n * y;
      into.squares += n * y * y;
      into.expected += n * alive * counts.mean;
      into.variance += n * (alive * counts.square - (alive * counts.mean) ** 2);
    }
    const below = y === 0 ? 0 : 1 - alive * counts.tails[y]!;
    const chance = 1 - alive * counts.tails[y + 1]! - below;
    for (let c = 0; c < n; c++) transform.push(below + random.uniform() * chance);
  }
  const gradients = gradientsOf(fit, model, rows, unitDays);
  const extra = (weights: readonly number[]): number => {
    if (logCovariance === null) return 0;
    const g = gradients.map((byClass) => byClass.reduce((sum, value, k) => sum + weights[k]! * value, 0));
    let variance = 0;
    for (const [a, row] of logCovariance.values.entries())
      for (const [b, value] of row.entries()) variance += g[a]! * value * g[b]!;
    return variance;
  };
  const byFrequency = sums.slice(0, FREQUENCIES.length);
  const add = (of: (one: (typeof sums)[number]) => number) =>
    byFrequency.reduce((sum, one) => sum + of(one), 0);
  const whole = {
    name: 'known customers',
    customers,
    seen: add((one) => one.seen),
    squares: add((one) => one.squares),
    expected: add((one) => one.expected),
    error: Math.sqrt(
      add((one) => one.variance) + extra(CLASSES.map((_, k) => (k < FREQUENCIES.length ? 1 : 0))),
    ),
  };
  const uniform = Float64Array.from(transform).sort();
  const ks = gapToUniform(uniform);
  const classes = sums.map((one, k) => ({
    ...one,
    name: CLASSES[k]!,
    error: Math.sqrt(one.variance + extra(CLASSES.map((_, j) => (j === k ? 1 : 0)))),
  }));
  const kept = classes.filter((one) => one.customers >= LEAST);
  return {
    classes: classes.filter((one) => one.customers > 0),
    findings: [
      ...[whole, ...kept].map(sumFinding),
      {
        feature: 'spread of the purchases of known customers',
        kind: 'performance',
        customersThen: null,
        customersNow: customers,
        before: 0.5,
        after: uniform.reduce((sum, u) => sum + u, 0) / customers,
        tests: [{ test: 'kolmogorov-smirnov', p: ksTail(ks, customers, fit.customers) }],
        shift: null,
        ks,
        psiExcess: null,
      },
    ],
  };
}

function sumFinding({
  name,
  customers,
  seen,
  squares,
  expected,
  error,
}: Expected & { squares: number }): Finding {
  const spread = Math.sqrt(Math.max(0, squares / customers - (seen / customers) ** 2));
  const difference = seen - expected;
  const isFar = Math.abs(difference) / customers;
  return {
    feature: `purchases of ${name}`,
    kind: 'performance',
    customersThen: null,
    customersNow: customers,
    before: expected / customers,
    after: seen / customers,
    tests: [{ test: 'sum', p: error > 0 ? normalTwoSided(difference / error) : 1 }],
    shift: spread > 0 ? isFar / spread : isFar,
    ks: null,
    psiExcess: null,
  };
}

/** Change of each class's expected sum with the logarithm of each parameter of the covariance. */
function gradientsOf(
  { predictor, logCovariance }: Fit,
  model: AnyModel,
  rows: ForecastRows,
  unitDays: number,
): number[][] {
  const { parameters } = predictor!;
  return (logCovariance?.names ?? []).map((name) => {
    const sums = CLASSES.map(() => 0);
    for (const h of [STEP, -STEP]) {
      const moved = { ...parameters, [name]: parameters[name]! * Math.exp(h) };
      const expectedOf = futureMeans(model, moved, rows, unitDays);
      for (let i = 0; i < rows.size; i++) {
        const expected = expectedOf(i);
        for (const k of classesOf(rows.X[i]!, rows.T[i]!))
          sums[k]! += (rows.N[i]! * expected * Math.sign(h)) / (2 * STEP);
      }
    }
    return sums;
  });
}

/** Kolmogorov's distance of sorted values from the uniform distribution. */
function gapToUniform(sorted: Float64Array): number {
  let gap = 0;
  for (let i = 0; i < sorted.length; i++) {
    gap = Math.max(gap, (i + 1) / sorted.length - sorted[i]!, sorted[i]! - i / sorted.length);
  }
  return gap;
}
