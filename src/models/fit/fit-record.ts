import type { Note } from '../../common/result.js';

/**
 * - `interior`: a certified optimum inside the parameter space.
 * - `boundary`: no better by 0.01 in log-likelihood than a simpler limit of the model, which is certified and stored instead.
 * - `failed`: no certified optimum, or one that predicts nothing (Gamma-Gamma with q <= 1). Never to be used.
 * - `too_little_data`: not tried; the reasons say what is missing.
 */
export type Outcome = 'interior' | 'boundary' | 'failed' | 'too_little_data';

export type FitMethod = 'ml' | 'map' | 'mcmc';

export interface TimeUnit {
  readonly name: string;
  readonly days: number;
}

export const WEEK: TimeUnit = { name: 'week', days: 7 };

/** A model with parameters, ready to predict. */
export interface Predictor {
  readonly model: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** A simpler model that the data do not tell from the one asked for. */
export interface LimitFit {
  readonly name: string;
  /** Its own free parameters, with standard errors. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
}

/** Matrix over the logarithms of the named parameters, row by row. */
export interface LogCovariance {
  readonly names: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/** What makes an optimum believable; all on logarithms of the parameters, data rescaled to O(10). */
export interface Certificate {
  readonly passed: boolean;
  /** max|dLL/dtheta|/N: below 1e-8. */
  readonly gradient: number;
  /** Newton decrement g' H^-1 g / 2: below 1e-8. */
  readonly decrement: number;
  /** Smallest eigenvalue of -H/N: above 1e-6. */
  readonly curvature: number;
  /** Starts that were run, and those that reached the best point. At least 3 must. */
  readonly starts: number;
  readonly agreeing: number;
  /** Largest difference in log-likelihood among the agreeing starts: at most 1e-6. */
  readonly logLikelihoodSpread: number;
  /** Largest relative difference of their predictions: at most 1e-5. */
  readonly predictionSpread: number;
  /** Models inside this one must not be above it. */
  readonly nested: readonly {
    readonly model: string;
    readonly logLikelihood: number;
    readonly holds: boolean;
  }[];
  /** Names of the tests that did not pass. */
  readonly failures: readonly string[];
}

/** A fit as it is stored: plain, frozen, JSON-able; times in `timeUnit`. */
export interface Fit<P = Readonly<Record<string, number>>> {
  readonly model: string;
  readonly method: FitMethod;
  readonly outcome: Outcome;
  /** Why the outcome is not `interior`, and what is missing. */
  readonly reasons: readonly Note[];
  /** Parameters of the model; null when there are none (`failed`, `too_little_data`, or a limit that is another model). */
  readonly parameters: P | null;
  /** What to predict with: the model, or the limit that replaces it. Null unless `interior` or `boundary`. */
  readonly predictor: Predictor | null;
  readonly limit: LimitFit | null;
  /** Observed information on the log scale, delta method; null for a parameter that is gone. */
  readonly standardErrors: Readonly<Record<string, number | null>> | null;
  /** Covariance of the logarithms of the predictor's parameters. */
  readonly logCovariance: LogCovariance | null;
  /** Of the purchase times in `timeUnit` (or of the mean spends). */
  readonly logLikelihood: number | null;
  readonly freeParameters: number;
  readonly aic: number | null;
  /** With n = customers. */
  readonly bic: number | null;
  readonly customers: number;
  /** Distinct histories. */
  readonly groups: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly timeUnit: TimeUnit | null;
  readonly dataSpan: Readonly<Record<string, number>>;
  readonly certificate: Certificate | null;
}

/** Freezes a record and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
