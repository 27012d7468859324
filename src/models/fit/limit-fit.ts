import { seededRandom } from '../../numeric/seeded.js';
import { symmetricInverse } from '../../numeric/symmetric-inverse.js';
import type { Evaluation } from '../../numeric/trust-region.js';
import { onLogScale } from '../likelihood/derivatives.js';
import { type CertifiedMaximum, certifiedMaximum } from './certified-maximum.js';
import type { Family, Limit } from './family.js';

export interface LimitMaximum {
  /** Log parameters of the limit's model, rescaled unit. */
  readonly logs: number[];
  readonly maximum: CertifiedMaximum;
  /** Covariance of the free coordinates, row-major. */
  readonly covariance: Float64Array;
}

/** Maximum of a limit on rescaled data, started near the full model's point. */
export function fitLimit<D>(
  family: Family<D>,
  limit: Limit<D>,
  data: D,
  nearby: readonly number[],
  agree: number,
  seed: number,
): LimitMaximum {
  const random = seededRandom(seed);
  const inner = onLogScale(limit.likelihood(data));
  const first = limit.project(nearby).map((v) => Math.max(-7, Math.min(7, v)));
  const maximum = certifiedMaximum({
    objective: (free) => pullBack(inner(embed(limit, free)), limit),
    customers: family.customers(data),
    agree,
    spare: 0,
    maxIterations: 60,
    start: (k) => ({
      point: first.map((v) => (k === 0 ? v : v + 0.7 * random.normal())),
      iterations: 0,
      evaluations: 0,
    }),
    predictions: (free) => limit.predictions(data, embed(limit, free).map(Math.exp)),
  });
  const information = maximum.evaluation.hessian.map((h) => -h);
  return {
    logs: embed(limit, maximum.point),
    maximum,
    covariance: symmetricInverse(information, limit.free.length),
  };
}

function embed<D>(limit: Limit<D>, free: ArrayLike<number>): number[] {
  return limit.base.map((base, i) => limit.map[i]!.reduce((sum, m, j) => sum + m * free[j]!, base));
}

/** Chain rule through the affine map: A'g and A'HA. */
function pullBack<D>({ value, gradient, hessian }: Evaluation, { map, free }: Limit<D>): Evaluation {
  const n = gradient.length;
  const m = free.length;
  const g = new Float64Array(m);
  const h = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    for (let i = 0; i < n; i++) {
      const mi = map[i]![a]!;
      if (mi === 0) continue;
      g[a] = g[a]! + mi * gradient[i]!;
      for (let b = 0; b < m; b++) {
        for (let j = 0; j < n; j++) {
          const mj = map[j]![b]!;
          if (mj !== 0) h[a * m + b] = h[a * m + b]! + mi * mj * hessian[i * n + j]!;
        }
      }
    }
  }
  return { value, gradient: g, hessian: h };
}
