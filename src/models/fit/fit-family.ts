import { atLimit, notCertified } from '../../common/messages/models.js';
import { seededRandom } from '../../numeric/seeded.js';
import { symmetricInverse } from '../../numeric/symmetric-inverse.js';
import { maximise } from '../../numeric/trust-region.js';
import { onLogScale } from '../likelihood/derivatives.js';
import { type CertifiedMaximum, certifiedMaximum, LOG_BOUND, withNested } from './certified-maximum.js';
import type { Family, Limit } from './family.js';
import type { Certificate, Fit, TimeUnit } from './fit-record.js';
import { deepFreeze } from './fit-record.js';
import { fitLimit, type LimitMaximum } from './limit-fit.js';
import { boundaryRecord, emptyRecord, interiorRecord } from './records.js';

export interface FitOptions {
  /** Unit of T_X and T; it names the record's times and changes nothing else. A week unless told. */
  readonly timeUnit?: TimeUnit;
  /** Seed of the starts. */
  readonly seed?: number;
  /** Seeded starts that must agree; 3 unless told, and below 3 only in resampling. */
  readonly starts?: number;
}

/** Largest gain over a limit, in log-likelihood, that still counts as being at it. */
export const BOUNDARY_GAIN = 0.01;

/** Below this many groups each limit is tried; above, only where the optimum is extreme or not certified. */
const SMALL = 20_000;

/** Maximum likelihood with certificate and named outcome. */
export function fitFamily<D, P>(
  family: Family<D>,
  data: D,
  options: FitOptions,
  unit: TimeUnit | null,
): Fit<P> {
  const missing = family.missing(data);
  if (missing.length > 0) return finish(emptyRecord(family, data, unit, 'too_little_data', missing, null));
  const { seed = 1, starts = 3 } = options;
  const { data: scaled, factor } = family.rescale(data);
  const best = searchFrom(family, scaled, starts, seed);
  const tried = limitsToTry(family, scaled, best).map((limit) => ({
    limit,
    fit: fitLimit(family, limit, scaled, Array.from(best.point), starts, seed + 1),
  }));
  const certificate = nestedChecked(family, data, factor, best, tried);
  const gainOver = ({ fit }: Tried<D>): number => best.evaluation.value - fit.maximum.evaluation.value;
  const limit = tried.find((t) => t.fit.maximum.certificate.passed && gainOver(t) < BOUNDARY_GAIN);
  if (limit) {
    const note = atLimit(family.model, limit.limit.name, Math.max(0, gainOver(limit)));
    return finish(boundaryRecord(family, data, factor, unit, limit.limit, limit.fit, best, note));
  }
  const logs = Array.from(best.point);
  const natural = logs.map((v, i) => Math.exp(v) / factor ** family.unitPowers[i]!);
  const unusable = family.unusable(natural);
  const notes = [
    ...(certificate.passed ? [] : [notCertified(family.model, certificate.failures)]),
    ...(unusable ? [unusable] : []),
  ];
  if (notes.length > 0)
    return finish(emptyRecord(family, data, unit, 'failed', notes, { ...best, certificate }));
  const information = best.evaluation.hessian.map((h) => -h);
  const covariance = symmetricInverse(information, logs.length);
  return finish(interiorRecord(family, data, unit, natural, covariance, { ...best, certificate }));

  function finish(record: Fit): Fit<P> {
    return deepFreeze(record) as Fit<P>;
  }
}

interface Tried<D> {
  readonly limit: Limit<D>;
  readonly fit: LimitMaximum;
}

/**
 * Starts of large data walk on their own systematic sample first and finish on all groups, so that three full searches cost
 * a dozen evaluations and still come from three different points.
 */
function searchFrom<D>(family: Family<D>, data: D, agree: number, seed: number): CertifiedMaximum {
  const random = seededRandom(seed);
  return certifiedMaximum({
    objective: onLogScale(family.likelihood(data)),
    customers: family.customers(data),
    agree,
    start: (k) => {
      const point = family.start(data, random);
      const sample = family.thin(data, k);
      if (!sample) return { point, iterations: 0, evaluations: 0 };
      const bound = point.map(() => LOG_BOUND);
      const rough = maximise(onLogScale(family.likelihood(sample)), point, {
        lower: bound.map((v) => -v),
        upper: bound,
        scale: family.customers(sample),
        gradientTolerance: 1e-6,
        maxIterations: 60,
      });
      const moderate = Array.from(rough.point, (v) => Math.max(-5, Math.min(7, v)));
      return { point: moderate, iterations: rough.iterations, evaluations: rough.evaluations };
    },
    predictions: (logs) => family.predictions(data, Array.from(logs, Math.exp)),
  });
}

function limitsToTry<D>(family: Family<D>, data: D, best: CertifiedMaximum): readonly Limit<D>[] {
  const isExtreme = !best.certificate.passed || best.point.some((v) => v < -3.5 || v > 4.5);
  if (isExtreme || family.size(data) <= SMALL) return family.limits;
  return family.limits.filter((limit) => limit.name === family.nested);
}

/** Compares in rescaled data, records in the data's own unit. */
function nestedChecked<D>(
  family: Family<D>,
  data: D,
  factor: number,
  best: CertifiedMaximum,
  tried: readonly Tried<D>[],
): Certificate {
  const nested = tried.find(({ limit }) => limit.name === family.nested);
  if (!nested) return best.certificate;
  const { limit, fit } = nested;
  const gain = best.evaluation.value - fit.maximum.evaluation.value;
  const natural = fit.logs.map((v, i) => Math.exp(v) / factor ** limit.unitPowers[i]!);
  return withNested(best.certificate, limit.model, limit.likelihood(data)(natural).value, gain);
}
