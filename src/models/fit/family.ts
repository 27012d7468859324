import type { Note } from '../../common/result.js';
import type { SeededRandom } from '../../numeric/seeded.js';
import type { Likelihood, LikelihoodValue } from '../likelihood/derivatives.js';

/** What the fit has to know about a model and its data; D is the grouped data. */
export interface Family<D> {
  readonly model: string;
  readonly names: readonly string[];
  /** Power of the data's unit in each parameter. */
  readonly unitPowers: readonly number[];
  /** Parameters that are given, not fitted (k of the staged models). */
  readonly fixed?: Readonly<Record<string, number>>;
  likelihood(data: D): Likelihood;
  /** Its value alone, where that costs a fraction: what chains of draws ask for thousands of times. */
  value?(data: D): LikelihoodValue;
  customers(data: D): number;
  size(data: D): number;
  /** Notes on what is missing; empty when there is enough to try. */
  missing(data: D): readonly Note[];
  span(data: D): Readonly<Record<string, number>>;
  /** Data in a unit that makes times (or spends) O(10), and the factor. */
  rescale(data: D): { readonly data: D; readonly factor: number };
  /** A systematic sample of the groups for the first steps of start `index`; null when there is nothing to save. */
  thin(data: D, index: number): D | null;
  /** A random start for rescaled data, as logarithms. */
  start(data: D, random: SeededRandom): number[];
  /** A few predictions on rescaled data, for the agreement of starts. */
  predictions(data: D, parameters: readonly number[]): number[];
  /** Simpler models at the edge of the parameter space, fewest parameters first. */
  readonly limits: readonly Limit<D>[];
  /** Which of the limits is the nested model of the certificate. */
  readonly nested: string | null;
  /** A note when the optimum cannot be used for predictions. */
  unusable(parameters: readonly number[]): Note | null;
  /** Weights of the groups, and the same groups with others (bootstrap). */
  weights(data: D): Float64Array;
  reweigh(data: D, weights: Float64Array): D;
}

/**
 * A model at the edge of a family: log parameters = base + map * free, where the free coordinates are logarithms. Where the
 * edge is a model of its own (NBD), `model` names it and the map is into its parameters.
 */
export interface Limit<D> {
  readonly name: string;
  readonly model: string;
  /** Names of the parameters of `model`. */
  readonly names: readonly string[];
  readonly unitPowers: readonly number[];
  readonly fixed?: Readonly<Record<string, number>>;
  readonly base: readonly number[];
  /** One row a parameter of `model`, one column a free coordinate. */
  readonly map: readonly (readonly number[])[];
  readonly free: readonly LimitCoordinate[];
  likelihood(data: D): Likelihood;
  /** A start for the free coordinates from the log parameters of the full model. */
  project(logs: readonly number[]): number[];
  predictions(data: D, parameters: readonly number[]): number[];
}

export interface LimitCoordinate {
  readonly name: string;
  /** Power of the data's unit in e^coordinate. */
  readonly unitPower: number;
  /** Value of the named parameter from e^coordinate: itself, or odds to a probability. */
  readonly kind: 'positive' | 'odds';
}

/** What stands for infinity in a limit: relative error of the limit below 1e-9 in the stated domain. */
export const HUGE = 1e10;
