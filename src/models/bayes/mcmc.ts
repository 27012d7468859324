import { chainsDisagree, notCertified } from '../../common/messages/models.js';
import { chainDiagnostics } from '../../numeric/chain-diagnostics.js';
import { momentsOf } from '../../numeric/moments.js';
import { seededRandom } from '../../numeric/seeded.js';
import type { Family } from '../fit/family.js';
import { deepFreeze, type Fit, type TimeUnit } from '../fit/fit-record.js';
import { emptyRecord, interiorRecord } from '../fit/records.js';
import { type Chain, runChains } from './chains.js';
import { type PriorOptions, posteriorOf } from './map.js';

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
  const missing = family.missing(data);
  const finished = (record: Fit, posterior: PosteriorDraws | null): McmcFit<P> =>
    deepFreeze({ ...record, method: 'mcmc', posterior }) as unknown as McmcFit<P>;
  if (missing.length > 0) {
    return finished(emptyRecord(family, data, unit, 'too_little_data', missing, null), null);
  }
  const { seed = 1, chains = 4, draws = 1000 } = options;
  const target = posteriorOf(family, data, options);
  const { mode, factor } = target;
  if (!mode.certificate.passed) {
    const note = notCertified(family.model, mode.certificate.failures);
    return finished(emptyRecord(family, data, unit, 'failed', [note], mode), null);
  }
  const kept = runChains(target, { chains, draws, random: (k) => seededRandom(seed * 1000 + k) });
  const posterior = summarise(family, kept, factor);
  const { mean, covariance } = momentsOf(kept.flatMap((chain) => chain.draws));
  const natural = Array.from(mean, (v, i) => Math.exp(v) / factor ** family.unitPowers[i]!);
  const worst = Math.max(...Object.values(posterior.rHat));
  const least = Math.min(...Object.values(posterior.bulkEss), ...Object.values(posterior.tailEss));
  const unusable = family.unusable(natural);
  const notes = [
    ...(worst <= LARGEST_R_HAT && least >= SMALLEST_ESS ? [] : [chainsDisagree(worst, least)]),
    ...(unusable ? [unusable] : []),
  ];
  const record =
    notes.length > 0
      ? emptyRecord(family, data, unit, 'failed', notes, mode)
      : interiorRecord(family, data, unit, natural, covariance, mode);
  return finished(record, posterior);
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
