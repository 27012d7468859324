import type { Groups } from '../groups.js';
import { DerivativeSum, type Likelihood } from '../likelihood/derivatives.js';
import { addRateTerms } from '../likelihood/rates.js';
import { timeTables } from '../likelihood/time-tables.js';

/**
 * NBD log-likelihood of grouped histories; parameters r, alpha. Only the age matters beside x, so the customers and
 * the purchases of each distinct age are counted once.
 */
export function nbdLikelihood(groups: Groups): Likelihood {
  const customers = new Float64Array(groups.ages.length);
  const purchases = new Float64Array(groups.ages.length);
  for (let i = 0; i < groups.size; i++) {
    const age = groups.ageOf[i]!;
    customers[age] = customers[age]! + groups.N[i]!;
    purchases[age] = purchases[age]! + groups.N[i]! * groups.X[i]!;
  }
  return (parameters) => {
    const r = parameters[0]!;
    const alpha = parameters[1]!;
    const { L, U, V } = timeTables(groups.ages, alpha);
    const sum = new DerivativeSum(2);
    for (const run of groups.runs) addRateTerms(sum, run.customers, run.x, r, alpha);
    for (let k = 0; k < L.length; k++) {
      const n = customers[k]!;
      const R = r * n + purchases[k]!;
      sum.addValue(-R * L[k]!);
      sum.addGradient(0, -n * L[k]!);
      sum.addGradient(1, R * U[k]!);
      sum.addHessian(0, 1, n * U[k]!);
      sum.addHessian(1, 1, -R * V[k]!);
    }
    return sum.evaluation;
  };
}
