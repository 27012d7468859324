import { discounted } from '../models/discounting.js';
import { monotoneInterpolation } from '../numeric/monotone-interpolation.js';
import { futureAt, type HorizonTerms, stateChances } from './prediction-panels.js';
import type { ScoringModel } from './scoring-model.js';

/** The function is smooth: its error between so many points is below 1e-4. */
const POINTS = 65;

/**
 * What a customer whose first order comes after so many days brings up to the horizon, discounted to now, in units of what a
 * purchase brings: e^(-delta days) (1 + DET of a new customer to the end of the horizon); the first purchase is the 1.
 */
export function newcomerWorth(model: ScoringModel, terms: HorizonTerms): (days: number) => number {
  const { horizonDays, deltaPerDay } = terms;
  const further = purchasesToCome(model, terms);
  return (days) => Math.exp(-deltaPerDay * days) * (1 + further(Math.max(0, horizonDays - days)));
}

function purchasesToCome(model: ScoringModel, { horizonDays, deltaPerDay }: HorizonTerms) {
  const { parameters, unitDays, frequency } = model;
  const delta = deltaPerDay * unitDays;
  const chances = stateChances(model, parameters, { x: 0, t_x: 0, T: 0 });
  const exact = (horizon: number): number =>
    chances.reduce(
      (sum, chance, j) => sum + chance * discounted(futureAt(model, parameters, 0, 0, j), { delta, horizon }),
      0,
    );
  if (frequency.isDiscrete) {
    const known = Array.from({ length: Math.floor(horizonDays / unitDays) + 1 }, (_, n) => exact(n));
    return (days: number): number => known[Math.floor(days / unitDays)]!;
  }
  const at = Float64Array.from(
    { length: POINTS },
    (_, i) => 0.5 * horizonDays * (1 - Math.cos((Math.PI * i) / (POINTS - 1))),
  );
  return monotoneInterpolation(
    at,
    at.map((days) => exact(days / unitDays)),
  );
}
