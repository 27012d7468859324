import { addLogBetaRatio } from '../likelihood/beta-ratio.js';
import { DerivativeSum, type Likelihood } from '../likelihood/derivatives.js';
import { LogSum } from '../likelihood/log-sum.js';

/** Distinct (x, t_x, n) with their customers, sorted. */
export interface OpportunityGroups {
  readonly X: Float64Array;
  readonly T_X: Float64Array;
  readonly OPPORTUNITIES: Float64Array;
  readonly N: Float64Array;
  readonly customers: number;
}

/** BG/BB log-likelihood of grouped histories; parameters alpha, beta, gamma, delta. */
export function bgbbLikelihood({ X, T_X, OPPORTUNITIES, N }: OpportunityGroups): Likelihood {
  return (parameters) => {
    const [alpha, beta, gamma, delta] = parameters as unknown as [number, number, number, number];
    const sum = new DerivativeSum(4);
    const terms = new LogSum(4);
    const addTerm = (x: number, misses: number, deaths: number, survived: number): void => {
      const gradient = new Float64Array(4);
      const hessian = new Float64Array(16);
      const buying = addLogBetaRatio(gradient, hessian, 0, alpha, beta, x, misses);
      const living = addLogBetaRatio(gradient, hessian, 2, gamma, delta, deaths, survived);
      terms.add(buying + living, gradient, hessian);
    };
    for (let g = 0; g < X.length; g++) {
      const x = X[g]!;
      const n = OPPORTUNITIES[g]!;
      terms.clear();
      addTerm(x, n - x, 0, n);
      for (let last = T_X[g]!; last < n; last++) addTerm(x, last - x, 1, last);
      terms.finish();
      sum.addValue(N[g]! * terms.value);
      for (let i = 0; i < 4; i++) {
        sum.addGradient(i, N[g]! * terms.gradient[i]!);
        for (let j = i; j < 4; j++) sum.addHessian(i, j, N[g]! * terms.hessian[i * 4 + j]!);
      }
    }
    return sum.evaluation;
  };
}
