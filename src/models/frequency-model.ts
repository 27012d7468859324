import type { Future } from './future.js';
import type { History } from './history.js';

/** A buy-till-you-die (or never-die) model of purchase times, as the predictions need it. Arguments are valid. */
export interface FrequencyModel<P extends object> {
  readonly name: string;
  /** Names of the parameters in the order of gradients and covariances. */
  readonly names: readonly (keyof P & string)[];
  /** Throws unless the parameters that are not fitted (k of the staged models) make sense. */
  checkFixed?(parameters: P): void;
  /** Power of the time unit in each parameter: 1 for a time, 0 for a pure number. */
  readonly timePowers: readonly number[];
  /** ln of the density of one customer's purchase times. */
  logLikelihood(parameters: P, history: History): number;
  /** P(alive at T | history). */
  pAlive(parameters: P, history: History): number;
  /** What comes after T if the customer is alive then. */
  future(parameters: P, history: History): Future;
  /**
   * The states that a customer alive at T is in one of, where the future depends on more than x and T (stages since the last
   * purchase). Absent = one state.
   */
  readonly states?: States<P>;
  /** Ages are whole opportunities rather than points of time. */
  readonly isDiscrete?: boolean;
  /** P(alive right after the first purchase). */
  pAliveNew(parameters: P): number;
  /** What comes after the first purchase if the customer survives it. */
  futureNew(parameters: P): Future;
}

export interface States<P> {
  count(parameters: P): number;
  /** P(alive and in the state | history), state by state: they sum to P(alive). */
  chances(parameters: P, history: History): readonly number[];
  /** What comes after T for a customer with x repeat purchases in that state. */
  future(parameters: P, x: number, T: number, state: number): Future;
}
