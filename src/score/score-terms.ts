import type { ScoringModel } from './scoring-model.js';

/** What one run of scores goes by. */
export interface ScoreTerms {
  readonly modelId: string;
  /** Day of the scores, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly horizonDays: number;
  /** Share of the predictive distribution between low and high, 0 to 1. */
  readonly interval: number;
  /** The expected purchases have an interval of their own. */
  readonly meanInterval: boolean;
  readonly annualRate: number;
  /** Null = unknown: values are revenue. */
  readonly margin: number | null;
  /** Money given back as a share of gross spend, of the whole base. */
  readonly returnShare: number;
  /** Each customer's own returns count, shrunk to the base's. */
  readonly ownReturns: boolean;
  /** Cost of one return, in the currency; 0 = none. */
  readonly returnCost: number;
  /** What it costs to win a customer, in the currency, an exact decimal string; null = not asked for. */
  readonly cac: string | null;
  readonly currency: string | null;
  /** Digits of the currency's minor unit. */
  readonly digits: number;
  /** Customers younger than this lean on their acquisition cohort; 0 = nobody. */
  readonly minDays: number;
  /** Attributes that make the cohorts of young customers, beside the month; as columns of the histories. */
  readonly coldStart: readonly string[];
}

/** Customers who are scored alike: a segment, or (null) all the others. */
export interface ScorePart {
  readonly segment: string | null;
  readonly model: ScoringModel;
  readonly annualRate: number;
  readonly margin: number | null;
}

/** Continuous discount rate a day of a yearly one. */
export function deltaPerDay(annualRate: number): number {
  return Math.log1p(annualRate) / 365.25;
}
