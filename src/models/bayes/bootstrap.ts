import { seededRandom } from '../../numeric/seeded.js';
import { maximise } from '../../numeric/trust-region.js';
import { LOG_BOUND } from '../fit/certified-maximum.js';
import type { Family } from '../fit/family.js';
import { onLogScale } from '../likelihood/derivatives.js';

export interface Bootstrap {
  readonly names: readonly string[];
  /** Natural parameters of each replicate that converged. */
  readonly draws: readonly (readonly number[])[];
  /** Replicates that did not converge. */
  readonly failed: number;
}

export interface BootstrapOptions {
  /** 200 unless told. */
  readonly replicates?: number;
  readonly seed?: number;
}

/**
 * Bootstrap of customers on groups: a group of n_g customers gets weight Poisson(n_g) and the model is refitted from the
 * given optimum. Deterministic by seed.
 */
export function bootstrap<D>(
  family: Family<D>,
  data: D,
  parameters: Readonly<Record<string, number>>,
  { replicates = 200, seed = 1 }: BootstrapOptions = {},
): Bootstrap {
  const { data: scaled, factor } = family.rescale(data);
  const start = family.names.map((name, i) => Math.log(parameters[name]! * factor ** family.unitPowers[i]!));
  const weights = family.weights(scaled);
  const random = seededRandom(seed);
  const draws: number[][] = [];
  for (let k = 0; k < replicates; k++) {
    const sample = family.reweigh(
      scaled,
      weights.map((n) => random.poisson(n)),
    );
    const { point, converged } = maximise(onLogScale(family.likelihood(sample)), start, {
      lower: start.map(() => -LOG_BOUND),
      upper: start.map(() => LOG_BOUND),
      scale: family.customers(sample),
      gradientTolerance: 1e-8,
    });
    if (converged) draws.push(Array.from(point, (v, i) => Math.exp(v) / factor ** family.unitPowers[i]!));
  }
  return { names: family.names, draws, failed: replicates - draws.length };
}
