import { discounted } from '../models/discounting.js';
import type { Future } from '../models/future.js';
import { AgePanels } from './age-panels.js';
import type { ScoringModel } from './scoring-model.js';

/** Times at which the chance of silence is known, from a tenth of a day to the horizon. */
const TIMES = 64;
const FIRST_DAY = 0.1;
const TOLERANCE = 1e-12;

/** Places of the values of `predictionPanels`. */
export const EXPECTED = 0;
export const DISCOUNTED = 1;
export const PURCHASE = 2;

export interface HorizonTerms {
  readonly horizonDays: number;
  /** Continuous discount rate a day. */
  readonly deltaPerDay: number;
}

/**
 * What a customer with x repeat purchases, alive at age T, will do up to the horizon, as functions of T (time unit of the
 * model): expected purchases, the same discounted, P(at least one).
 */
export function predictionPanels(model: ScoringModel, x: number, terms: HorizonTerms): AgePanels {
  const { parameters, unitDays } = model;
  const horizon = terms.horizonDays / unitDays;
  const delta = terms.deltaPerDay * unitDays;
  return new AgePanels(ageScale(parameters), 3, TOLERANCE, (T) => {
    const future = futureAt(model, x, T);
    return Float64Array.of(
      future.expected(horizon),
      discounted(future, { delta, horizon }),
      future.atLeast(1, horizon),
    );
  });
}

/** P(no purchase) up to each of the times of `logDays`, likewise. */
export function silencePanels(model: ScoringModel, x: number, logDays: Float64Array): AgePanels {
  const times = logDays.map((value) => Math.exp(value) / model.unitDays);
  return new AgePanels(ageScale(model.parameters), times.length, TOLERANCE, (T) => {
    const future = futureAt(model, x, T);
    return times.map((time) => 1 - future.atLeast(1, time));
  });
}

/** ln of days in even steps; the last is the horizon. */
export function logDaysTo(horizonDays: number): Float64Array {
  const first = Math.min(FIRST_DAY, horizonDays / 2);
  const step = Math.log(horizonDays / first) / (TIMES - 1);
  return Float64Array.from({ length: TIMES }, (_, i) => Math.log(first) + i * step);
}

/** The age on which futures change: alpha, or beta where that is smaller. */
export function ageScale(parameters: Readonly<Record<string, number>>): number {
  return Math.min(parameters.alpha!, parameters.beta ?? Number.POSITIVE_INFINITY);
}

function futureAt({ frequency, parameters }: ScoringModel, x: number, T: number): Future {
  return frequency.future(parameters, { x, t_x: x === 0 ? 0 : T, T });
}
