import { fitMap } from '../bayes/map.js';
import { fitMcmc, fitMcmcBy, type McmcOptions, type PosteriorDraws, type RunTask } from '../bayes/mcmc.js';
import type { Family } from './family.js';
import { fitFamily } from './fit-family.js';
import type { Fit, FitMethod, TimeUnit } from './fit-record.js';

export interface AnyFitOptions extends McmcOptions {
  /** `ml` unless told. Priors belong to `map` and `mcmc`, chains and draws to `mcmc`. */
  readonly method?: FitMethod;
}

/** A fit; `posterior` holds the draws of `mcmc`. */
export interface FitResult<P> extends Fit<P> {
  readonly posterior?: PosteriorDraws | null;
}

/** Fits by the method that the options name. */
export function fitBy<D, P>(
  family: Family<D>,
  data: D,
  options: AnyFitOptions,
  unit: TimeUnit | null,
): FitResult<P> {
  const { method = 'ml' } = options;
  if (method === 'map') return fitMap<D, P>(family, data, options, unit);
  if (method === 'mcmc') return fitMcmc<D, P>(family, data, options, unit);
  return fitFamily<D, P>(family, data, options, unit);
}

/** The same with the chains of `mcmc` run elsewhere. */
export async function fitByRunning<D, P>(
  run: RunTask<D>,
  family: Family<D>,
  data: D,
  options: AnyFitOptions,
  unit: TimeUnit | null,
): Promise<FitResult<P>> {
  return options.method === 'mcmc'
    ? fitMcmcBy<D, P>(run, family, data, options, unit)
    : fitBy<D, P>(family, data, options, unit);
}
