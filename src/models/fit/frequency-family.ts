import { tooFewCustomers, tooFewRepeaters } from '../../common/messages/models.js';
import type { SeededRandom } from '../../numeric/seeded.js';
import type { FrequencyModel } from '../frequency-model.js';
import { type Groups, reweigh, scaleTimes, thinGroups } from '../groups.js';
import type { Likelihood, LikelihoodValue } from '../likelihood/derivatives.js';
import type { Family, Limit } from './family.js';

export const LEAST_CUSTOMERS = 30;
export const LEAST_REPEATERS = 10;

/** Groups that a start's first walk uses when there are more than twice as many. */
const SAMPLE = 6000;

interface FrequencyFamilyParts<P extends object> {
  readonly model: FrequencyModel<P>;
  readonly likelihood: (groups: Groups) => Likelihood;
  readonly value?: (groups: Groups) => LikelihoodValue;
  /** Logs of the parameters after r and alpha of a random start, times O(10). */
  readonly dropoutStart: (random: SeededRandom) => number[];
  readonly limits: readonly Limit<Groups>[];
  readonly nested: string | null;
  readonly fixed?: Readonly<Record<string, number>>;
}

/** What all models of purchase times share in a fit. */
export function frequencyFamily<P extends object>(parts: FrequencyFamilyParts<P>): Family<Groups> {
  const { model, likelihood, value, dropoutStart, limits, nested, fixed } = parts;
  return {
    model: model.name,
    names: model.names,
    unitPowers: model.timePowers,
    ...(fixed ? { fixed } : {}),
    likelihood,
    ...(value ? { value } : {}),
    customers: (groups) => groups.customers,
    size: (groups) => groups.size,
    missing: (groups) => {
      const grown = customersWhere(groups, (i) => groups.T[i]! > 0);
      const repeaters = customersWhere(groups, (i) => groups.X[i]! > 0);
      return [
        ...(grown < LEAST_CUSTOMERS ? [tooFewCustomers(grown, LEAST_CUSTOMERS)] : []),
        ...(repeaters < LEAST_REPEATERS ? [tooFewRepeaters(repeaters, LEAST_REPEATERS)] : []),
      ];
    },
    span,
    rescale: (groups) => {
      const factor = 10 / medianAge(groups);
      return { data: scaleTimes(groups, factor), factor };
    },
    thin: (groups, index) => {
      if (groups.size <= 2 * SAMPLE) return null;
      const step = Math.ceil(groups.size / SAMPLE);
      return thinGroups(groups, step, (index * 7919) % step);
    },
    start: (groups, random) => {
      const r = 0.8 * random.normal() - 0.5;
      const alpha = r - Math.log(purchaseRate(groups)) + 0.5 * random.normal();
      return [r, alpha, ...dropoutStart(random)];
    },
    predictions: frequencyPredictions(model, fixed),
    limits,
    nested,
    unusable: () => null,
    weights: (groups) => groups.N,
    reweigh,
  };
}

/** P(alive) and expected purchases of five histories and of a new customer. */
export function frequencyPredictions<P extends object>(
  model: FrequencyModel<P>,
  fixed: Readonly<Record<string, number>> = {},
): (groups: Groups, parameters: readonly number[]) => number[] {
  return (groups, values) => {
    const free = Object.fromEntries(model.names.map((name, i) => [name, values[i]!]));
    const parameters = { ...fixed, ...free } as unknown as P;
    const predictions = [model.futureNew(parameters).expected(10)];
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      const i = Math.min(groups.size - 1, Math.floor(share * groups.size));
      const history = { x: groups.X[i]!, t_x: groups.T_X[i]!, T: groups.T[i]! };
      predictions.push(model.pAlive(parameters, history) * model.future(parameters, history).expected(10));
    }
    return predictions;
  };
}

function customersWhere(groups: Groups, matches: (i: number) => boolean): number {
  let customers = 0;
  for (let i = 0; i < groups.size; i++) if (matches(i)) customers += groups.N[i]!;
  return customers;
}

function span(groups: Groups): Record<string, number> {
  let purchases = 0;
  let lastPurchase = 0;
  for (let i = 0; i < groups.size; i++) {
    purchases += groups.N[i]! * groups.X[i]!;
    lastPurchase = Math.max(lastPurchase, groups.T_X[i]!);
  }
  return {
    repeatPurchases: purchases,
    repeaters: customersWhere(groups, (i) => groups.X[i]! > 0),
    maxX: groups.size > 0 ? groups.X[groups.size - 1]! : 0,
    maxTX: lastPurchase,
    minT: groups.ages[0] ?? 0,
    maxT: groups.ages[groups.ages.length - 1] ?? 0,
  };
}

/** Median age of the customers older than 0. */
export function medianAge(groups: Groups): number {
  const weights = new Float64Array(groups.ages.length);
  let total = 0;
  for (let i = 0; i < groups.size; i++) {
    if (groups.T[i]! === 0) continue;
    weights[groups.ageOf[i]!] = weights[groups.ageOf[i]!]! + groups.N[i]!;
    total += groups.N[i]!;
  }
  let below = 0;
  for (let k = 0; k < weights.length; k++) {
    below += weights[k]!;
    if (below >= total / 2 && weights[k]! > 0) return groups.ages[k]!;
  }
  return 1;
}

function purchaseRate(groups: Groups): number {
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < groups.size; i++) {
    purchases += groups.N[i]! * groups.X[i]!;
    time += groups.N[i]! * groups.T[i]!;
  }
  return Math.max(purchases, 0.5) / time;
}
