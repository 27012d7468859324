import { discounted } from '../models/discounting.js';
import { AgePanels } from './age-panels.js';
import type { ScoringModel } from './scoring-model.js';

/** Times at which P(at least one purchase) is known, from a hundredth of a day to the horizon. */
const TIMES = 96;
const FIRST_DAY = 0.01;
const TOLERANCE = 1e-12;

/** Places of the values. */
export const EXPECTED = 0;
export const DISCOUNTED = 1;
/** 1 - P(at least one purchase in the time), by the logarithms of `logDays`. */
export const SILENT = 2;

export interface HorizonTerms {
  readonly horizonDays: number;
  /** Continuous discount rate a day. */
  readonly deltaPerDay: number;
}

/** ln of the days at which the chance to have bought is known; the last is the horizon. */
export function logDays({ horizonDays }: HorizonTerms): Float64Array {
  const first = Math.min(FIRST_DAY, horizonDays / 2);
  const step = Math.log(horizonDays / first) / (TIMES - 1);
  return Float64Array.from({ length: TIMES }, (_, i) => Math.log(first) + i * step);
}

/** What a customer with x repeat purchases, alive at age T, will do up to the horizon, as functions of T (time unit of the model). */
export function predictionPanels(
  { frequency, parameters, unitDays }: ScoringModel,
  x: number,
  terms: HorizonTerms,
): AgePanels {
  const horizon = terms.horizonDays / unitDays;
  const delta = terms.deltaPerDay * unitDays;
  const times = logDays(terms).map((value) => Math.exp(value) / unitDays);
  return new AgePanels(ageScale(parameters), SILENT + TIMES, TOLERANCE, (T) => {
    const future = frequency.future(parameters, { x, t_x: x === 0 ? 0 : T, T });
    const values = new Float64Array(SILENT + TIMES);
    values[EXPECTED] = future.expected(horizon);
    values[DISCOUNTED] = discounted(future, { delta, horizon });
    times.forEach((time, i) => {
      values[SILENT + i] = 1 - future.atLeast(1, time);
    });
    return values;
  });
}

/** The age on which futures change: alpha, or beta where that is smaller. */
export function ageScale(parameters: Readonly<Record<string, number>>): number {
  return Math.min(parameters.alpha!, parameters.beta ?? Number.POSITIVE_INFINITY);
}
