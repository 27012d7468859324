import { CompensatedSum } from '../../numeric/sum.js';
import type { Evaluation } from '../../numeric/trust-region.js';

/** Log-likelihood of grouped data with its derivatives, as a function of the natural parameters. */
export type Likelihood = (parameters: ArrayLike<number>) => Evaluation;

/** The log-likelihood alone. */
export type LikelihoodValue = (parameters: ArrayLike<number>) => number;

/** Adds up a value, a gradient and a symmetric second derivative with compensated sums. */
export class DerivativeSum {
  private readonly value = new CompensatedSum();
  private readonly gradient: CompensatedSum[];
  private readonly hessian: CompensatedSum[];

  constructor(private readonly dimension: number) {
    this.gradient = Array.from({ length: dimension }, () => new CompensatedSum());
    this.hessian = Array.from({ length: dimension * dimension }, () => new CompensatedSum());
  }

  addValue(term: number): void {
    this.value.add(term);
  }

  addGradient(i: number, term: number): void {
    this.gradient[i]!.add(term);
  }

  /** Adds to (i, j) and (j, i). */
  addHessian(i: number, j: number, term: number): void {
    this.hessian[i * this.dimension + j]!.add(term);
    if (i !== j) this.hessian[j * this.dimension + i]!.add(term);
  }

  get evaluation(): Evaluation {
    return {
      value: this.value.total,
      gradient: Float64Array.from(this.gradient, (sum) => sum.total),
      hessian: Float64Array.from(this.hessian, (sum) => sum.total),
    };
  }
}

/** The same function of the logarithms of its parameters: g_i -> theta_i g_i, H_ij -> theta_i theta_j H_ij + [i = j] theta_i g_i. */
export function onLogScale(likelihood: Likelihood): (logs: ArrayLike<number>) => Evaluation {
  return (logs) => {
    const theta = Float64Array.from(logs, Math.exp);
    const { value, gradient, hessian } = likelihood(theta);
    const n = theta.length;
    return {
      value,
      gradient: gradient.map((g, i) => theta[i]! * g),
      hessian: hessian.map((h, k) => {
        const i = Math.floor(k / n);
        const j = k % n;
        return theta[i]! * theta[j]! * h + (i === j ? theta[i]! * gradient[i]! : 0);
      }),
    };
  };
}
