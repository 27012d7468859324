import { noFiniteMeanSpend, noSpendSpread, tooFewSpenders } from '../../common/messages/models.js';
import { type Family, HUGE, type Limit } from '../fit/family.js';
import { gammaGammaLikelihood } from './likelihood.js';
import { gammaGammaValue } from './likelihood-value.js';
import { GAMMA_GAMMA_NAMES } from './model.js';
import { reweighSpends, type SpendGroups, scaleSpends, thinSpends } from './spend-groups.js';

export const LEAST_SPENDERS = 10;
const SAMPLE = 6000;
const UNIT_POWERS = [0, 0, 1] as const;

/** p -> infinity with p gamma = scale: a customer spends the same each time; means are inverse gamma. */
const constantSpend: Limit<SpendGroups> = {
  name: 'each customer always spends the same (p -> infinity)',
  model: 'gammagamma',
  names: GAMMA_GAMMA_NAMES,
  unitPowers: UNIT_POWERS,
  base: [Math.log(HUGE), 0, -Math.log(HUGE)],
  map: [
    [0, 0],
    [1, 0],
    [0, 1],
  ],
  free: [
    { name: 'q', unitPower: 0, kind: 'positive' },
    { name: 'pGamma', unitPower: 1, kind: 'positive' },
  ],
  likelihood: gammaGammaLikelihood,
  project: ([p, q, gamma]) => [q!, p! + gamma!],
  predictions,
};

/** q, gamma -> infinity with q/gamma = nu: all customers have the same mean. */
const oneMean: Limit<SpendGroups> = {
  name: 'all customers have one mean spend (q, gamma -> infinity)',
  model: 'gammagamma',
  names: GAMMA_GAMMA_NAMES,
  unitPowers: UNIT_POWERS,
  base: [0, Math.log(HUGE), Math.log(HUGE)],
  map: [
    [1, 0],
    [0, 0],
    [0, -1],
  ],
  free: [
    { name: 'p', unitPower: 0, kind: 'positive' },
    { name: 'nu', unitPower: -1, kind: 'positive' },
  ],
  likelihood: gammaGammaLikelihood,
  project: ([p, q, gamma]) => [p!, q! - gamma!],
  predictions,
};

/** How Gamma-Gamma is fitted; the unit is money. */
export const gammaGammaFamily: Family<SpendGroups> = {
  model: 'gammagamma',
  names: GAMMA_GAMMA_NAMES,
  unitPowers: UNIT_POWERS,
  likelihood: gammaGammaLikelihood,
  value: gammaGammaValue,
  customers: (groups) => groups.customers,
  size: (groups) => groups.size,
  missing: (groups) => {
    if (groups.customers < LEAST_SPENDERS) return [tooFewSpenders(groups.customers, LEAST_SPENDERS)];
    const { minSpend, maxSpend } = span(groups);
    return maxSpend! <= minSpend! * (1 + 1e-9) ? [noSpendSpread()] : [];
  },
  span,
  rescale: (groups) => {
    const factor = 10 / usualSpend(groups);
    return { data: scaleSpends(groups, factor), factor };
  },
  thin: (groups, index) => {
    if (groups.size <= 2 * SAMPLE) return null;
    const step = Math.ceil(groups.size / SAMPLE);
    return thinSpends(groups, step, (index * 7919) % step);
  },
  start: (_, random) => [1 + 0.7 * random.normal(), 1.2 + 0.5 * random.normal(), 2.3 + 0.7 * random.normal()],
  predictions,
  limits: [constantSpend, oneMean],
  nested: null,
  unusable: ([, q]) => (q! <= 1 ? noFiniteMeanSpend(q!) : null),
  weights: (groups) => groups.N,
  reweigh: reweighSpends,
};

/** Posterior mean spends of three rows. */
function predictions({ X, MEAN_SPEND, size }: SpendGroups, [p, q, gamma]: readonly number[]): number[] {
  return [0, Math.floor(size / 2), size - 1].map((i) => {
    const x = X[i]!;
    return (p! * (gamma! + x * MEAN_SPEND[i]!)) / (p! * x + q!);
  });
}

function span({ X, MEAN_SPEND, N, size }: SpendGroups): Record<string, number> {
  let purchases = 0;
  let minSpend = Number.POSITIVE_INFINITY;
  let maxSpend = 0;
  for (let i = 0; i < size; i++) {
    purchases += N[i]! * X[i]!;
    minSpend = Math.min(minSpend, MEAN_SPEND[i]!);
    maxSpend = Math.max(maxSpend, MEAN_SPEND[i]!);
  }
  return { purchases, maxX: X[size - 1] ?? 0, minSpend: size > 0 ? minSpend : 0, maxSpend };
}

/** Geometric mean: the sums of the logarithms are known. */
function usualSpend({ runs, customers }: SpendGroups): number {
  return Math.exp(runs.reduce((sum, { logSpend }) => sum + logSpend, 0) / customers);
}
