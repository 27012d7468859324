import { chainsDisagree, notCertified } from '../../common/messages/models.js';
import { chainDiagnostics } from '../../numeric/chain-diagnostics.js';
import { momentsOf } from '../../numeric/moments.js';
import type { Family } from '../fit/family.js';
import { deepFreeze, type Fit, type TimeUnit } from '../fit/fit-record.js';
import { emptyRecord, interiorRecord } from '../fit/records.js';
import type { Likelihood, LikelihoodValue } from '../likelihood/derivatives.js';
import {
  type Chain,
  type ChainSettings,
  type Density,
  type Proposal,
  proposalOf,
  runChains,
} from './chains.js';
import { type PriorOptions, posteriorOf, priorOf } from './map.js';
import type { Prior } from './priors.js';

export interface McmcOptions extends PriorOptions {
  /** 4 unless told. */
  readonly chains?: number;
  /** Kept draws a chain; 1,000 unless told. */
  readonly draws?: number;
}

export interface PosteriorDraws {
  readonly names: readonly string[];
  /** Natural parameters, one row a draw, chain after chain. */
  readonly draws: readonly (readonly number[])[];
  readonly chains: number;
  readonly acceptance: number;
  readonly rHat: Readonly<Record<string, number>>;
  readonly bulkEss: Readonly<Record<string, number>>;
  readonly tailEss: Readonly<Record<string, number>>;
}

export interface McmcFit<P> extends Fit<P> {
  readonly posterior: PosteriorDraws | null;
}

export const LARGEST_R_HAT = 1.01;
export const SMALLEST_ESS = 400;

/** What chains need to know, beside the family: it can be sent to a thread. */
export interface ChainTask<D> {
  /** Of which model, and what of it is given. */
  readonly model: string;
  readonly fixed: Readonly<Record<string, number>>;
  /** Rescaled. */
  readonly data: D;
  readonly priors: readonly Prior[];
  readonly laplace: Proposal;
  readonly settings: ChainSettings;
}

/** How the chains of a task are run: here, or on threads; the draws are the same. */
export type RunTask<D> = (task: ChainTask<D>) => Promise<readonly Chain[]>;

/**
 * Draws from the posterior on the grouped likelihood. The parameters are the exponentials of the draws' mean logs, the
 * errors the draws' standard deviations. Outcome `failed` unless each parameter has R-hat <= 1.01 and bulk and tail
 * ESS >= 400.
 */
export function fitMcmc<D, P>(
  family: Family<D>,
  data: D,
  options: McmcOptions = {},
  unit: TimeUnit | null = null,
): McmcFit<P> {
  const begun = begin<D, P>(family, data, options, unit);
  return 'fit' in begun ? begun.fit : begun.conclude(runTask(family, begun.task));
}

/** The same with chains that are run elsewhere. */
export async function fitMcmcBy<D, P>(
  run: RunTask<D>,
  family: Family<D>,
  data: D,
  options: McmcOptions = {},
  unit: TimeUnit | null = null,
): Promise<McmcFit<P>> {
  const begun = begin<D, P>(family, data, options, unit);
  return 'fit' in begun ? begun.fit : begun.conclude(await run(begun.task));
}

/** All chains of a task, one after another. */
export function runTask<D>(family: Family<D>, task: ChainTask<D>): Chain[] {
  return runChains(densityOf(family, task), task.laplace, task.settings);
}

export function densityOf<D>(family: Family<D>, { data, priors }: ChainTask<D>): Density {
  const value = family.value?.(data) ?? plainValue(family.likelihood(data));
  const prior = priorOf(family, priors);
  return (logs) => value(Float64Array.from(logs, Math.exp)) + prior(logs).value;
}

function plainValue(likelihood: Likelihood): LikelihoodValue {
  return (parameters) => likelihood(parameters).value;
}

interface Begun<D, P> {
  readonly task: ChainTask<D>;
  conclude(kept: readonly Chain[]): McmcFit<P>;
}

/** The certified mode, from which chains start; the finished record where there is none. */
function begin<D, P>(
  family: Family<D>,
  data: D,
  options: McmcOptions,
  unit: TimeUnit | null,
): Begun<D, P> | { readonly fit: McmcFit<P> } {
  const finished = (record: Fit, posterior: PosteriorDraws | null): McmcFit<P> =>
    deepFreeze({ ...record, method: 'mcmc', posterior }) as unknown as McmcFit<P>;
  const missing = family.missing(data);
  if (missing.length > 0) {
    return { fit: finished(emptyRecord(family, data, unit, 'too_little_data', missing, null), null) };
  }
  const { seed = 1, chains = 4, draws = 1000 } = options;
  const { data: scaled, factor, mode, covariance, priors } = posteriorOf(family, data, options);
  if (!mode.certificate.passed) {
    const note = notCertified(family.model, mode.certificate.failures);
    return { fit: finished(emptyRecord(family, data, unit, 'failed', [note], mode), null) };
  }
  return {
    task: {
      model: family.model,
      fixed: family.fixed ?? {},
      data: scaled,
      priors,
      laplace: proposalOf(mode.point, covariance),
      settings: { chains, draws, seed },
    },
    conclude(kept) {
      const posterior = summarise(family, kept, factor);
      const moments = momentsOf(kept.flatMap((chain) => chain.draws));
      const natural = Array.from(moments.mean, (v, i) => Math.exp(v) / factor ** family.unitPowers[i]!);
      const worst = Math.max(...Object.values(posterior.rHat));
      const least = Math.min(...Object.values(posterior.bulkEss), ...Object.values(posterior.tailEss));
      const unusable = family.unusable(natural);
      const notes = [
        ...(worst <= LARGEST_R_HAT && least >= SMALLEST_ESS
          ? []
          : [chainsDisagree(family.model, worst, least)]),
        ...(unusable ? [unusable] : []),
      ];
      const record =
        notes.length > 0
          ? emptyRecord(family, data, unit, 'failed', notes, mode)
          : interiorRecord(family, data, unit, natural, moments.covariance, mode);
      return finished(record, posterior);
    },
  };
}

function summarise<D>(family: Family<D>, kept: readonly Chain[], factor: number): PosteriorDraws {
  const { names, unitPowers } = family;
  const diagnostics = names.map((_, i) =>
    chainDiagnostics(kept.map(({ draws }) => Float64Array.from(draws, (draw) => draw[i]!))),
  );
  const named = (pick: (k: number) => number): Record<string, number> =>
    Object.fromEntries(names.map((name, i) => [name, pick(i)]));
  return {
    names,
    draws: kept.flatMap(({ draws }) =>
      draws.map((draw) => Array.from(draw, (v, i) => Math.exp(v) / factor ** unitPowers[i]!)),
    ),
    chains: kept.length,
    acceptance: kept.reduce((sum, chain) => sum + chain.acceptance, 0) / kept.length,
    rHat: named((i) => diagnostics[i]!.rHat),
    bulkEss: named((i) => diagnostics[i]!.bulkEss),
    tailEss: named((i) => diagnostics[i]!.tailEss),
  };
}
