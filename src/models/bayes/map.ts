import { notCertified } from '../../common/messages/models.js';
import { seededRandom } from '../../numeric/seeded.js';
import { symmetricInverse } from '../../numeric/symmetric-inverse.js';
import type { Evaluation } from '../../numeric/trust-region.js';
import { type CertifiedMaximum, certifiedMaximum } from '../fit/certified-maximum.js';
import type { Family } from '../fit/family.js';
import type { FitOptions } from '../fit/fit-family.js';
import { deepFreeze, type Fit, type TimeUnit } from '../fit/fit-record.js';
import { emptyRecord, interiorRecord } from '../fit/records.js';
import { onLogScale } from '../likelihood/derivatives.js';
import { added, DEFAULT_PRIORS, logPrior, type Prior } from './priors.js';

export interface PriorOptions extends FitOptions {
  /** Replaces the model's default priors. */
  readonly priors?: readonly Prior[];
}

export interface Posterior<D> {
  readonly data: D;
  readonly factor: number;
  readonly priors: readonly Prior[];
  readonly mode: CertifiedMaximum;
  /** Laplace covariance of the log parameters, row-major. */
  readonly covariance: Float64Array;
}

/** The posterior of rescaled data (median T or spend 10) with its certified mode. */
export function posteriorOf<D>(family: Family<D>, data: D, options: PriorOptions): Posterior<D> {
  const { seed = 1, starts = 3, priors = DEFAULT_PRIORS[family.model] } = options;
  if (!priors) throw new RangeError(`invalid model: no priors for ${family.model}`);
  const { data: scaled, factor } = family.rescale(data);
  const density = added(onLogScale(family.likelihood(scaled)), priorOf(family, priors));
  const random = seededRandom(seed);
  const mode = certifiedMaximum({
    objective: density,
    customers: family.customers(scaled),
    agree: starts,
    start: () => ({ point: family.start(scaled, random), iterations: 0, evaluations: 0 }),
    predictions: (logs) => family.predictions(scaled, Array.from(logs, Math.exp)),
  });
  const covariance = symmetricInverse(
    mode.evaluation.hessian.map((h) => -h),
    family.names.length,
  );
  return { data: scaled, factor, priors, mode, covariance };
}

/** The prior density in the log parameters of rescaled data. */
export function priorOf<D>(
  { names, unitPowers }: Family<D>,
  priors: readonly Prior[],
): (logs: ArrayLike<number>) => Evaluation {
  const median = unitPowers.some((power) => power !== 0) ? 10 : 1;
  return logPrior(priors, names, unitPowers, median);
}

/**
 * Posterior mode in the log parameters. Errors come from the posterior's curvature; the log-likelihood is the data's
 * alone. The priors keep ridges away, so there are no limits to compare with.
 */
export function fitMap<D, P>(
  family: Family<D>,
  data: D,
  options: PriorOptions = {},
  unit: TimeUnit | null = null,
): Fit<P> {
  const missing = family.missing(data);
  if (missing.length > 0) return finished(emptyRecord(family, data, unit, 'too_little_data', missing, null));
  const { factor, mode, covariance } = posteriorOf(family, data, options);
  const natural = Array.from(mode.point, (v, i) => Math.exp(v) / factor ** family.unitPowers[i]!);
  const unusable = family.unusable(natural);
  const notes = [
    ...(mode.certificate.passed ? [] : [notCertified(family.model, mode.certificate.failures)]),
    ...(unusable ? [unusable] : []),
  ];
  return finished(
    notes.length > 0
      ? emptyRecord(family, data, unit, 'failed', notes, mode)
      : interiorRecord(family, data, unit, natural, covariance, mode),
  );

  function finished(record: Fit): Fit<P> {
    return deepFreeze({ ...record, method: 'map' }) as Fit<P>;
  }
}
