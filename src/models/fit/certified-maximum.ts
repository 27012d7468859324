import { symmetricEigen } from '../../numeric/symmetric-eigen.js';
import { type Evaluation, type Maximum, maximise } from '../../numeric/trust-region.js';
import type { Certificate } from './fit-record.js';

export interface Search {
  /** Log-likelihood of the log parameters. */
  readonly objective: (logs: ArrayLike<number>) => Evaluation;
  readonly customers: number;
  /** Starting point of start k, as logarithms; asked for one after the other. */
  start(k: number): { readonly point: number[]; readonly iterations: number; readonly evaluations: number };
  predictions(logs: Float64Array): number[];
  /** Starts that must agree. */
  readonly agree: number;
  /** Further starts while too few agree; 3 unless told. */
  readonly spare?: number;
  readonly maxIterations?: number;
}

export interface CertifiedMaximum {
  readonly point: Float64Array;
  readonly evaluation: Evaluation;
  readonly iterations: number;
  readonly evaluations: number;
  readonly certificate: Certificate;
}

export const LOG_BOUND = Math.log(1e10);

/**
 * The best of several seeded starts and its certificate. Starts are added, up to `spare` more than asked for, until enough
 * of them reach the best point.
 */
export function certifiedMaximum(search: Search): CertifiedMaximum {
  const found: Maximum[] = [];
  let iterations = 0;
  let evaluations = 0;
  for (let k = 0; k < search.agree + (search.spare ?? 3); k++) {
    const start = search.start(k);
    const bound = start.point.map(() => LOG_BOUND);
    const maximum = maximise(search.objective, start.point, {
      lower: bound.map((v) => -v),
      upper: bound,
      scale: search.customers,
      ...(search.maxIterations ? { maxIterations: search.maxIterations } : {}),
    });
    found.push(maximum);
    iterations += start.iterations + maximum.iterations;
    evaluations += start.evaluations + maximum.evaluations;
    if (found.length >= search.agree && agreement(found, search).agreeing >= search.agree) break;
  }
  const best = bestOf(found);
  const certificate = certify(best.evaluation, search, agreement(found, search), found.length);
  return { point: best.point, evaluation: best.evaluation, iterations, evaluations, certificate };
}

interface Agreement {
  readonly agreeing: number;
  readonly logLikelihoodSpread: number;
  readonly predictionSpread: number;
}

function bestOf(found: readonly Maximum[]): Maximum {
  const usable = found.filter((m) => Number.isFinite(m.evaluation.value));
  const pool = usable.length > 0 ? usable : found;
  return pool.reduce((best, m) => (m.evaluation.value > best.evaluation.value ? m : best));
}

function agreement(found: readonly Maximum[], { predictions }: Search): Agreement {
  const best = bestOf(found);
  const expected = predictions(best.point);
  let agreeing = 0;
  let logLikelihoodSpread = 0;
  let predictionSpread = 0;
  for (const { point, evaluation } of found) {
    const lower = best.evaluation.value - evaluation.value;
    const other = predictions(point);
    const apart = Math.max(...expected.map((v, i) => relativeDifference(v, other[i]!)));
    if (!(lower <= 1e-6 && apart <= 1e-5)) continue;
    agreeing += 1;
    logLikelihoodSpread = Math.max(logLikelihoodSpread, lower);
    predictionSpread = Math.max(predictionSpread, apart);
  }
  return { agreeing, logLikelihoodSpread, predictionSpread };
}

function relativeDifference(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

function certify(
  { gradient, hessian }: Evaluation,
  { customers, agree }: Search,
  { agreeing, logLikelihoodSpread, predictionSpread }: Agreement,
  starts: number,
): Certificate {
  const n = gradient.length;
  const { values, vectors } = symmetricEigen(
    hessian.map((h) => -h),
    n,
  );
  const slope = Math.max(...gradient.map(Math.abs)) / customers;
  const curvature = values[0]! / customers;
  let decrement = 0;
  for (let j = 0; j < n; j++) {
    let along = 0;
    for (let i = 0; i < n; i++) along += vectors[i * n + j]! * gradient[i]!;
    decrement += (0.5 * along * along) / Math.max(Math.abs(values[j]!), 1e-300);
  }
  const failures: string[] = [];
  if (!(slope < 1e-8)) failures.push('gradient');
  if (!(decrement < 1e-8)) failures.push('decrement');
  if (!(curvature > 1e-6)) failures.push('curvature');
  if (agreeing < agree) failures.push('starts');
  return {
    passed: failures.length === 0,
    gradient: storable(slope),
    decrement: storable(decrement),
    curvature: storable(curvature),
    starts,
    agreeing,
    logLikelihoodSpread,
    predictionSpread,
    nested: [],
    failures,
  };
}

/** JSON has no Infinity and no NaN. */
function storable(value: number): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}

/** The certificate with a nested model beside it: the larger model may not be below it by more than 1e-6. */
export function withNested(
  certificate: Certificate,
  model: string,
  logLikelihood: number,
  gain: number,
): Certificate {
  const holds = gain >= -1e-6;
  const failures = holds ? certificate.failures : [...certificate.failures, 'nested'];
  return {
    ...certificate,
    nested: [...certificate.nested, { model, logLikelihood, holds }],
    failures,
    passed: failures.length === 0,
  };
}
