import type { Evaluation } from '../../numeric/trust-region.js';

/**
 * A normal prior on one unit-free coordinate of the log parameters: the logarithm of one parameter (times and money over
 * their median), the log odds of two (their share a/(a + b)), or the logarithm of their sum (how alike customers are).
 * (log odds, log sum) and (log a, log b) have Jacobian 1, so the density needs no correction.
 */
export interface Prior {
  readonly of: 'log' | 'logOdds' | 'logSum';
  /** One parameter for `log`, two for the others. */
  readonly parameters: readonly string[];
  readonly mean: number;
  readonly sd: number;
}

const shape = (name: string): Prior => ({ of: 'log', parameters: [name], mean: 0, sd: 1.5 });
/** Of a time over the median T. */
const time = (name: string): Prior => ({ of: 'log', parameters: [name], mean: 0, sd: 2 });
const share = (a: string, b: string, mean: number): Prior[] => [
  { of: 'logOdds', parameters: [a, b], mean, sd: 1.5 },
  { of: 'logSum', parameters: [a, b], mean: 1, sd: 1.5 },
];

/** Default priors by model. */
export const DEFAULT_PRIORS: Readonly<Record<string, readonly Prior[]>> = {
  nbd: [shape('r'), time('alpha')],
  cnbd: [shape('r'), time('alpha')],
  bgnbd: [shape('r'), time('alpha'), ...share('a', 'b', -1)],
  mbgnbd: [shape('r'), time('alpha'), ...share('a', 'b', -1)],
  mbgcnbd: [shape('r'), time('alpha'), ...share('a', 'b', -1)],
  paretonbd: [shape('r'), time('alpha'), shape('s'), time('beta')],
  bgbb: [...share('alpha', 'beta', 0), ...share('gamma', 'delta', -1)],
  sbg: share('alpha', 'beta', -1),
  gammagamma: [
    { of: 'log', parameters: ['p'], mean: 1, sd: 1 },
    { of: 'log', parameters: ['q'], mean: 1, sd: 1 },
    { of: 'log', parameters: ['gamma'], mean: 0, sd: 2 },
  ],
};

/**
 * ln of the prior density (without its constant) with derivatives in the log parameters. `median` is the data's median T
 * or spend in the unit of the parameters; parameters with that unit are divided by it.
 */
export function logPrior(
  priors: readonly Prior[],
  names: readonly string[],
  unitPowers: readonly number[],
  median: number,
): (logs: ArrayLike<number>) => Evaluation {
  const n = names.length;
  const coordinates = priors.map(({ of, parameters, mean, sd }) => {
    const at = parameters.map((name) => names.indexOf(name));
    if (at.includes(-1) || parameters.length !== (of === 'log' ? 1 : 2) || !(sd > 0)) {
      throw new RangeError(`invalid prior: ${of} of ${parameters.join(', ')}, mean ${mean}, sd ${sd}`);
    }
    return { of, at, mean, sd };
  });
  const shift = unitPowers.map((power) => power * Math.log(median));
  return (logs) => {
    let value = 0;
    const gradient = new Float64Array(n);
    const hessian = new Float64Array(n * n);
    for (const { of, at, mean, sd } of coordinates) {
      const i = at[0]!;
      const j = at[1] ?? i;
      const u = logs[i]! - shift[i]!;
      const v = logs[j]! - shift[j]!;
      const w = 1 / (1 + Math.exp(v - u));
      const slopes = of === 'log' ? [1] : of === 'logOdds' ? [1, -1] : [w, 1 - w];
      const coordinate =
        of === 'log' ? u : of === 'logOdds' ? u - v : Math.max(u, v) + Math.log1p(Math.exp(-Math.abs(u - v)));
      const z = (coordinate - mean) / sd;
      value -= 0.5 * z * z;
      slopes.forEach((a, k) => {
        gradient[at[k]!] = gradient[at[k]!]! - (z / sd) * a;
        slopes.forEach((b, l) => {
          const bend = of === 'logSum' ? (k === l ? w * (1 - w) : -w * (1 - w)) : 0;
          const cell = at[k]! * n + at[l]!;
          hessian[cell] = hessian[cell]! - (a * b) / (sd * sd) - (z / sd) * bend;
        });
      });
    }
    return { value, gradient, hessian };
  };
}

/** Sum of two functions of the same point. */
export function added(
  f: (point: ArrayLike<number>) => Evaluation,
  g: (point: ArrayLike<number>) => Evaluation,
): (point: ArrayLike<number>) => Evaluation {
  return (point) => {
    const a = f(point);
    const b = g(point);
    return {
      value: a.value + b.value,
      gradient: a.gradient.map((v, i) => v + b.gradient[i]!),
      hessian: a.hessian.map((v, i) => v + b.hessian[i]!),
    };
  };
}
