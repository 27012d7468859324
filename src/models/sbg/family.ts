import { tooFewCustomers } from '../../common/messages/models.js';
import { type Family, HUGE, type Limit } from '../fit/family.js';
import { LEAST_CUSTOMERS } from '../fit/frequency-family.js';
import { addLogBetaRatio } from '../likelihood/beta-ratio.js';
import { DerivativeSum, type Likelihood } from '../likelihood/derivatives.js';
import { SBG_NAMES, sbgSurvival } from './model.js';

/** Customers by the period in which they left, and those who never did. */
export interface ChurnCounts {
  /** LEFT[t - 1]: customers lost in period t. */
  readonly LEFT: Float64Array;
  readonly stayed: number;
}

/** sBG log-likelihood of churn counts: sum of LEFT ln P(T = t) + stayed ln S(last) (Fader & Hardie 2007, eq. B3). */
export function sbgLikelihood({ LEFT, stayed }: ChurnCounts): Likelihood {
  return (parameters) => {
    const [alpha, beta] = parameters as unknown as [number, number];
    const sum = new DerivativeSum(2);
    const add = (n: number, deaths: number, survived: number): void => {
      const gradient = new Float64Array(2);
      const hessian = new Float64Array(4);
      sum.addValue(n * addLogBetaRatio(gradient, hessian, 0, alpha, beta, deaths, survived));
      gradient.forEach((g, i) => {
        sum.addGradient(i, n * g);
      });
      sum.addHessian(0, 0, n * hessian[0]!);
      sum.addHessian(0, 1, n * hessian[1]!);
      sum.addHessian(1, 1, n * hessian[3]!);
    };
    LEFT.forEach((n, i) => {
      if (n > 0) add(n, 1, i);
    });
    if (stayed > 0) add(stayed, 0, LEFT.length);
    return sum.evaluation;
  };
}

const oneChurn: Limit<ChurnCounts> = {
  name: 'one churn probability for all',
  model: 'sbg',
  names: SBG_NAMES,
  unitPowers: [0, 0],
  base: [Math.log(HUGE), Math.log(HUGE)],
  map: [[1], [0]],
  free: [{ name: 'theta', unitPower: 0, kind: 'odds' }],
  likelihood: sbgLikelihood,
  project: ([alpha, beta]) => [alpha! - beta!],
  predictions,
};

export const sbgFamily: Family<ChurnCounts> = {
  model: 'sbg',
  names: SBG_NAMES,
  unitPowers: [0, 0],
  likelihood: sbgLikelihood,
  customers,
  size: ({ LEFT }) => LEFT.length + 1,
  missing: (data) =>
    customers(data) < LEAST_CUSTOMERS ? [tooFewCustomers(customers(data), LEAST_CUSTOMERS)] : [],
  span: (data) => ({ periods: data.LEFT.length, left: customers(data) - data.stayed, stayed: data.stayed }),
  rescale: (data) => ({ data, factor: 1 }),
  thin: () => null,
  start: (_, random) => [0.7 * random.normal(), 0.5 + 0.7 * random.normal()],
  predictions,
  limits: [oneChurn],
  nested: null,
  unusable: () => null,
  weights: ({ LEFT, stayed }) => Float64Array.of(...LEFT, stayed),
  reweigh: ({ LEFT }, weights) => ({ LEFT: weights.slice(0, LEFT.length), stayed: weights[LEFT.length]! }),
};

function customers({ LEFT, stayed }: ChurnCounts): number {
  return LEFT.reduce((a, b) => a + b, stayed);
}

function predictions({ LEFT }: ChurnCounts, [alpha, beta]: readonly number[]): number[] {
  return [1, LEFT.length, 2 * LEFT.length].map((t) => sbgSurvival({ alpha: alpha!, beta: beta! }, t));
}
