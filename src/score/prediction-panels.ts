import { discounted } from '../models/discounting.js';
import type { Future } from '../models/future.js';
import type { History } from '../models/history.js';
import { type AgeFunctions, AgePanels, exactAges } from './age-panels.js';
import type { ScoringModel } from './scoring-model.js';

/** Times at which the chance of silence is known, from a tenth of a day to the horizon. */
const TIMES = 64;
const FIRST_DAY = 0.1;
const TOLERANCE = 1e-12;

/** Places of a state's values in `predictionPanels`. */
export const EXPECTED = 0;
export const DISCOUNTED = 1;
export const PURCHASE = 2;
const VALUES = 3;

export interface HorizonTerms {
  readonly horizonDays: number;
  /** Continuous discount rate a day. */
  readonly deltaPerDay: number;
}

/**
 * What a customer with x repeat purchases, alive at age T in each of the model's states, will do up to the horizon, as
 * functions of T (time unit of the model): expected purchases, the same discounted, P(at least one); state after state.
 */
export function predictionPanels(model: ScoringModel, x: number, terms: HorizonTerms): AgeFunctions {
  const { unitDays } = model;
  const horizon = horizonUnits(model, terms);
  const delta = terms.deltaPerDay * unitDays;
  const states = stateCount(model);
  return agesOf(model, VALUES * states, (T) => {
    const values = new Float64Array(VALUES * states);
    for (let j = 0; j < states; j++) {
      const future = futureAt(model, model.parameters, x, T, j);
      values[VALUES * j + EXPECTED] = future.expected(horizon);
      values[VALUES * j + DISCOUNTED] = discounted(future, { delta, horizon });
      values[VALUES * j + PURCHASE] = future.atLeast(1, horizon);
    }
    return values;
  });
}

/** The mean of one of those values over the states, each with its chance. */
export function overStates(values: Float64Array, place: number, chances: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < chances.length; j++) sum += chances[j]! * values[VALUES * j + place]!;
  return sum;
}

/** P(no purchase) up to each of the times of `logDays`, likewise, state after state. */
export function silencePanels(model: ScoringModel, x: number, logDays: Float64Array): AgeFunctions {
  const times = logDays.map((value) => Math.exp(value) / model.unitDays);
  const states = stateCount(model);
  return agesOf(model, states * times.length, (T) => {
    const values = new Float64Array(states * times.length);
    for (let j = 0; j < states; j++) {
      const future = futureAt(model, model.parameters, x, T, j);
      times.forEach((time, i) => {
        values[j * times.length + i] = 1 - future.atLeast(1, time);
      });
    }
    return values;
  });
}

/** Values by age: on panels, or age by age where these are whole. */
export function agesOf(
  model: ScoringModel,
  length: number,
  evaluate: (age: number) => Float64Array,
): AgeFunctions {
  return model.frequency.isDiscrete
    ? exactAges(evaluate)
    : new AgePanels(ageScale(model.parameters), length, TOLERANCE, evaluate);
}

/** The horizon in the model's time unit; whole opportunities where it counts those. */
export function horizonUnits({ frequency, unitDays }: ScoringModel, { horizonDays }: HorizonTerms): number {
  const units = horizonDays / unitDays;
  return frequency.isDiscrete ? Math.round(units) : units;
}

/** ln of days in even steps, the last is the horizon; or ln of the ends of the opportunities. */
export function logDaysTo(horizonDays: number, { frequency, unitDays }: ScoringModel): Float64Array {
  if (frequency.isDiscrete) {
    const opportunities = Math.round(horizonDays / unitDays);
    return Float64Array.from({ length: opportunities }, (_, i) => Math.log((i + 1) * unitDays));
  }
  const first = Math.min(FIRST_DAY, horizonDays / 2);
  const step = Math.log(horizonDays / first) / (TIMES - 1);
  return Float64Array.from({ length: TIMES }, (_, i) => Math.log(first) + i * step);
}

/** The age on which futures change: alpha, or beta where that is smaller. */
export function ageScale(parameters: Readonly<Record<string, number>>): number {
  return Math.min(parameters.alpha!, parameters.beta ?? Number.POSITIVE_INFINITY);
}

/** States of the model's customers who are alive: one, unless it says otherwise. */
export function stateCount({ frequency, parameters }: ScoringModel): number {
  return frequency.states?.count(parameters) ?? 1;
}

/** P(alive and in the state), state by state. */
export function stateChances(
  { frequency }: ScoringModel,
  parameters: Readonly<Record<string, number>>,
  history: History,
): readonly number[] {
  return frequency.states?.chances(parameters, history) ?? [frequency.pAlive(parameters, history)];
}

/** What comes after T in a state. */
export function futureAt(
  { frequency }: ScoringModel,
  parameters: Readonly<Record<string, number>>,
  x: number,
  T: number,
  state: number,
): Future {
  return (
    frequency.states?.future(parameters, x, T, state) ??
    frequency.future(parameters, { x, t_x: x === 0 ? 0 : T, T })
  );
}
