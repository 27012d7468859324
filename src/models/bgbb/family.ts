import { tooFewCustomers, tooFewRepeaters } from '../../common/messages/models.js';
import { type Family, HUGE, type Limit } from '../fit/family.js';
import { LEAST_CUSTOMERS, LEAST_REPEATERS } from '../fit/frequency-family.js';
import { bgbbLikelihood, type OpportunityGroups } from './likelihood.js';
import { BGBB_NAMES, bgbbExpectedNew, bgbbPmfNew } from './model.js';

type Edge = Pick<Limit<OpportunityGroups>, 'name' | 'base' | 'map' | 'free' | 'project'>;

const LOG_HUGE = Math.log(HUGE);
const positive = (name: string) => ({ name, unitPower: 0, kind: 'positive' }) as const;

/** delta -> infinity at gamma = 1: nobody dies; the beta-binomial. */
const noDropout: Edge = {
  name: 'no dropout (beta-binomial)',
  base: [0, 0, 0, LOG_HUGE],
  map: [
    [1, 0],
    [0, 1],
    [0, 0],
    [0, 0],
  ],
  free: [positive('alpha'), positive('beta')],
  project: ([alpha, beta]) => [alpha!, beta!],
};

const oneDropout: Edge = {
  name: 'one dropout probability for all',
  base: [0, 0, LOG_HUGE, LOG_HUGE],
  map: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 0],
  ],
  free: [positive('alpha'), positive('beta'), { name: 'theta', unitPower: 0, kind: 'odds' }],
  project: ([alpha, beta, gamma, delta]) => [alpha!, beta!, gamma! - delta!],
};

const oneRate: Edge = {
  name: 'one purchase probability for all',
  base: [LOG_HUGE, LOG_HUGE, 0, 0],
  map: [
    [1, 0, 0],
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  free: [{ name: 'p', unitPower: 0, kind: 'odds' }, positive('gamma'), positive('delta')],
  project: ([alpha, beta, gamma, delta]) => [alpha! - beta!, gamma!, delta!],
};

const edge = {
  model: 'bgbb',
  names: BGBB_NAMES,
  unitPowers: [0, 0, 0, 0],
  likelihood: bgbbLikelihood,
  predictions,
};

export const bgbbFamily: Family<OpportunityGroups> = {
  model: 'bgbb',
  names: BGBB_NAMES,
  unitPowers: [0, 0, 0, 0],
  likelihood: bgbbLikelihood,
  customers: (groups) => groups.customers,
  size: (groups) => groups.X.length,
  missing: ({ X, OPPORTUNITIES, N }) => {
    let grown = 0;
    let repeaters = 0;
    for (let g = 0; g < X.length; g++) {
      if (OPPORTUNITIES[g]! > 0) grown += N[g]!;
      if (X[g]! > 0) repeaters += N[g]!;
    }
    return [
      ...(grown < LEAST_CUSTOMERS ? [tooFewCustomers(grown, LEAST_CUSTOMERS)] : []),
      ...(repeaters < LEAST_REPEATERS ? [tooFewRepeaters(repeaters, LEAST_REPEATERS)] : []),
    ];
  },
  span: ({ OPPORTUNITIES, X, N }) => ({
    maxOpportunities: OPPORTUNITIES.reduce((a, b) => Math.max(a, b), 0),
    repeatPurchases: X.reduce((total, x, g) => total + x * N[g]!, 0),
    repeaters: X.reduce((total, x, g) => total + (x > 0 ? N[g]! : 0), 0),
  }),
  rescale: (data) => ({ data, factor: 1 }),
  thin: () => null,
  start: (_, random) => [0, 0, -0.5, 0.7].map((centre) => centre + 0.5 * random.normal()),
  predictions,
  limits: [
    { ...edge, ...noDropout },
    { ...edge, ...oneDropout },
    { ...edge, ...oneRate },
  ],
  nested: noDropout.name,
  unusable: () => null,
  weights: (groups) => groups.N,
  reweigh: (groups, N) => ({ ...groups, N, customers: N.reduce((a, b) => a + b, 0) }),
};

function predictions(_: OpportunityGroups, values: readonly number[]): number[] {
  const [alpha, beta, gamma, delta] = values as [number, number, number, number];
  const P = { alpha, beta, gamma, delta };
  return [bgbbExpectedNew(P, 0, 6), bgbbExpectedNew(P, 6, 12), bgbbPmfNew(P, 6)[0]!];
}
