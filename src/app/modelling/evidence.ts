import {
  bootstrapAtLimit,
  bootstrapPart,
  checkFails,
  gridBias,
  noBootstrap,
} from '../../common/messages/fit.js';
import type { Progress } from '../../common/progress.js';
import type { Note } from '../../common/result.js';
import { bootstrap } from '../../models/bayes/bootstrap.js';
import type { PosteriorDraws } from '../../models/bayes/mcmc.js';
import { DEFAULT_PRIORS } from '../../models/bayes/priors.js';
import type { Family } from '../../models/fit/family.js';
import type { Fit } from '../../models/fit/fit-record.js';
import { gammaGammaFamily } from '../../models/gammagamma/family.js';
import { groupSpends } from '../../models/gammagamma/spend-groups.js';
import type {
  BootstrapRecord,
  ChainRecord,
  ModelRecord,
  PriorRecord,
  SpendModel,
} from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import type { Track } from '../../score/track.js';
import { coordinateOf } from '../config/parse-modelling.js';
import { bootstrapSpread } from './bootstrap-spread.js';
import { familyOf, gridBiasOf } from './family-of.js';
import type { Priors } from './fit-models.js';
import type { FitOptions } from './fit-options.js';
import { modelChecks } from './model-checks.js';
import { trackCheck, trackedWeeks, trackRecord } from './track-weeks.js';

interface Found {
  readonly data: FitData;
  readonly track: Track;
  readonly frequency: Fit;
  readonly spend: SpendModel;
  readonly options: FitOptions;
  readonly priors: Priors;
  /** Of purchases and of spend; null where the method has none. */
  readonly draws: readonly (PosteriorDraws | null)[];
}

type Evidence = Pick<ModelRecord, 'chains' | 'priors' | 'bootstrap' | 'checks' | 'track' | 'evidenceNotes'>;

/** What speaks for and against a usable fit, beside its certificate: checks, chains, priors, refits, the grid's bias. */
export function gatherEvidence(found: Found, progress: Progress): Evidence {
  const { data, track, frequency, spend, options, priors, draws } = found;
  progress.stage('checking the model against its data');
  const weeks = trackedWeeks(frequency, options, track);
  const checks = [...modelChecks(frequency, data, options), ...trackCheck(weeks)];
  const refits = options.bootstrap > 0 ? refitted(found, progress) : { records: [], notes: [] };
  const notes: Note[] = [
    ...checks
      .filter(({ holds }) => !holds)
      .map(({ name, seen, low, high }) => checkFails(name, shown(seen), shown(low), shown(high))),
    ...refits.notes,
    ...gridNotes(found),
  ];
  return {
    checks,
    ...(weeks.length > 0 ? { track: trackRecord(weeks) } : {}),
    ...chainRecords([frequency, spend.fit], draws),
    ...(options.method === 'ml'
      ? {}
      : { priors: [frequency, spend.fit].flatMap((fit) => priorRecords(fit, priors)) }),
    ...(refits.records.length > 0 ? { bootstrap: refits.records } : {}),
    ...(notes.length > 0 ? { evidenceNotes: notes } : {}),
  };
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(4);
}

const TRACE = 60;

/** How the chains of a fit went, whether it can be used or not. */
export function chainRecords(
  fits: readonly Fit[],
  draws: readonly (PosteriorDraws | null)[],
): Pick<ModelRecord, 'chains'> {
  const chains = fits.flatMap((fit, i) => chainRecord(fit, draws[i] ?? null));
  return chains.length > 0 ? { chains } : {};
}

function chainRecord({ model }: Fit, posterior: PosteriorDraws | null): ChainRecord[] {
  if (posterior === null) return [];
  const { names, draws, chains, acceptance, rHat, bulkEss, tailEss } = posterior;
  const length = draws.length / chains;
  const step = Math.max(1, Math.floor(length / TRACE));
  const trace = (parameter: number) =>
    Array.from({ length: chains }, (_, chain) =>
      Array.from({ length: Math.floor(length / step) }, (__, i) =>
        Number(draws[chain * length + i * step]![parameter]!.toPrecision(6)),
      ),
    );
  const parameters = names.map((parameter, i) => ({
    parameter,
    rHat: rHat[parameter]!,
    bulkEss: bulkEss[parameter]!,
    tailEss: tailEss[parameter]!,
    trace: trace(i),
  }));
  return [{ model, chains, draws: length, acceptance, parameters }];
}

function priorRecords({ model }: Fit, priors: Priors): PriorRecord[] {
  const used = priors[model] ?? DEFAULT_PRIORS[model] ?? [];
  return used.map((prior, i) => ({
    model,
    coordinate: coordinateOf(prior),
    mean: prior.mean,
    sd: prior.sd,
    isDefault: prior.mean === DEFAULT_PRIORS[model]![i]!.mean && prior.sd === DEFAULT_PRIORS[model]![i]!.sd,
  }));
}

function refitted(found: Found, progress: Progress): { records: BootstrapRecord[]; notes: Note[] } {
  const { data, frequency, spend, options } = found;
  const records: BootstrapRecord[] = [];
  const notes: Note[] = [];
  const refit = <D>(fit: Fit, family: Family<D>, groups: D) => {
    progress.stage(`refitting ${fit.model} ${options.bootstrap} times`);
    if (fit.limit !== null) return notes.push(noBootstrap(fit.model, fit.limit.name));
    const replicates = options.bootstrap;
    const { names, draws, failed } = bootstrap(family, groups, fit.predictor!.parameters, {
      replicates,
      seed: options.seed,
    });
    if (failed > 0) notes.push(bootstrapPart(fit.model, failed, replicates));
    const spreads = names.map((parameter, i) => ({
      parameter,
      ...bootstrapSpread(
        draws.map((draw) => draw[i]!),
        fit.predictor!.parameters[parameter]!,
      ),
    }));
    const unbound = spreads.filter(({ atLimit }) => atLimit > 0);
    if (unbound.length > 0)
      notes.push(
        bootstrapAtLimit(
          fit.model,
          unbound.map(({ parameter }) => parameter),
          Math.max(...unbound.map(({ atLimit }) => atLimit)),
          draws.length,
        ),
      );
    return records.push({
      model: fit.model,
      replicates,
      failed,
      parameters: spreads.map(({ atLimit: _, ...spread }) => spread),
    });
  };
  const { family, groups } = familyOf(frequency, data, options);
  refit(frequency, family, groups);
  if (spend.fit.predictor !== null) refit(spend.fit, gammaGammaFamily, groupSpends(data.spends));
  return { records, notes };
}

function gridNotes({ data, frequency, options }: Found): Note[] {
  if (options.grid === null || frequency.limit !== null) return [];
  const { parameter, errors, yearShare } = gridBiasOf(frequency, data, options);
  return [gridBias(errors, parameter, yearShare)];
}
