import type { Fit, Predictor } from '../models/fit/fit-record.js';
import type { FrequencyModel } from '../models/frequency-model.js';
import type { GammaGammaParameters } from '../models/gammagamma/model.js';
import { frequencyModel } from '../models/registry.js';
import { type Occasion, tickDays } from './occasion-histories.js';
import { type ParameterPoint, parameterPoints } from './parameter-points.js';

export type AnyFrequencyModel = FrequencyModel<Readonly<Record<string, number>>>;

/** What scores are made with. */
export interface ScoringModel {
  readonly frequency: AnyFrequencyModel;
  readonly parameters: Readonly<Record<string, number>>;
  /** Null where all customers spend `constantSpend`. */
  readonly spend: GammaGammaParameters | null;
  readonly constantSpend: number;
  readonly spendHistory: 'repeat' | 'all';
  readonly occasion: Occasion;
  /** Days of the models' time unit. */
  readonly unitDays: number;
  /** The same in the ticks that histories are counted in: days, or whole opportunities. */
  readonly unitTicks: number;
  /** Equally likely parameters around the estimate, for intervals; the estimate alone when the base is large. */
  readonly points: readonly ParameterPoint[];
  /** The same whatever the size of the base: sums over many customers see small errors. */
  readonly sharedPoints: readonly ParameterPoint[];
}

/** A base from which on the errors of the parameters (about 1 % and less) change no interval visibly. */
export const LARGE_BASE = 20_000;

interface Fitted {
  readonly frequency: Fit;
  readonly spend: { readonly fit: Fit; readonly constant: number | null; readonly history: 'repeat' | 'all' };
  readonly occasion: Occasion;
  readonly timeUnit: { readonly days: number };
}

/** Makes a stored, usable record ready to score. */
export function scoringModel({ frequency, spend, occasion, timeUnit }: Fitted): ScoringModel {
  const predictor = frequency.predictor as Predictor;
  const gammaGamma = spend.fit.predictor?.parameters as GammaGammaParameters | undefined;
  const sharedPoints = parameterPoints(frequency, gammaGamma === undefined ? null : spend.fit);
  return {
    frequency: frequencyModel(predictor.model),
    parameters: predictor.parameters,
    spend: gammaGamma ?? null,
    constantSpend: spend.constant ?? 0,
    spendHistory: spend.history,
    occasion,
    unitDays: timeUnit.days,
    unitTicks: timeUnit.days / tickDays(occasion),
    points:
      frequency.customers >= LARGE_BASE
        ? [{ frequency: predictor.parameters, spend: gammaGamma ?? null }]
        : sharedPoints,
    sharedPoints,
  };
}

/** Expected spend of a customer of whom nothing is known. */
export function meanSpend({ spend, constantSpend }: Pick<ScoringModel, 'spend' | 'constantSpend'>): number {
  return spend === null ? constantSpend : (spend.p * spend.gamma) / (spend.q - 1);
}
