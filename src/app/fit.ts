import { type Holdout, readHoldout } from '../backtest/holdout.js';
import { findLateOrders } from '../backtest/late-orders.js';
import { addDays, daysBetween } from '../common/calendar.js';
import type { ClvError } from '../common/errors.js';
import { fitFailed } from '../common/messages/fit.js';
import { noOrdersInPeriod } from '../common/messages/lenses.js';
import { gatesFailed } from '../common/messages/registry.js';
import type { Result } from '../common/result.js';
import type { Mart } from '../mart/build.js';
import type { Observation } from '../mart/observe.js';
import type { WithinRow } from '../models/gammagamma/within-spread.js';
import { MODEL_SCHEMA, type ModelRecord, type ModelReference } from '../registry/model-record.js';
import { saveModel } from '../registry/save-model.js';
import { type FitData, readFitData } from '../score/fit-data.js';
import { readWithinSpread } from '../score/read-within-spread.js';
import { readReference } from '../score/reference.js';
import { type SampledOrders, sampleOrders } from '../score/sampled-orders.js';
import { readTrack, type Track } from '../score/track.js';
import type { Store } from '../store/store.js';
import { type Base, withBase } from './base.js';
import type { RunContext } from './context.js';
import { mayLand, withLanding } from './landed/land.js';
import { load } from './load.js';
import type { Told } from './load-result.js';
import { decide, failedGates } from './modelling/decide-promotion.js';
import { chainRecords, gatherEvidence } from './modelling/evidence.js';
import { type FitAhead, fitAhead } from './modelling/fit-ahead.js';
import { backtestFor, type GateSplit, judged, readGateSplit } from './modelling/fit-gates.js';
import { fitFrequency } from './modelling/fit-models.js';
import { type FitOptions, tellsGaps } from './modelling/fit-options.js';
import { describeFit, fitResult } from './modelling/fit-result.js';
import { fitSegments, readSegments, type SegmentData } from './modelling/fit-segments.js';
import { fitSpend } from './modelling/fit-spend.js';
import { checkAttributes } from './modelling/read-base.js';
import { withWorkspaceLock } from './open-store.js';
import { sideToName } from './other-sides.js';
import { appendDecision } from './runs/append-decision.js';
import type { Settings } from './settings.js';
import { attributesShown } from './settings-period.js';

export type { FitFlags } from './modelling/fit-options.js';
export { fitOptions } from './modelling/fit-options.js';

/** The horizon of scores unless told otherwise. */
const HOLDOUT_DAYS = 365;

export interface FitOutcome {
  readonly result: Result;
  /** Set when no model can be used: for the exit code, after the result is shown. */
  readonly failure: ClvError | null;
}

/**
 * Fits purchase and spend models to the workspace (after loading the files named) and registers them. The
 * warehouse is open while histories are read, and closed while models are fitted. One order file named for an
 * empty workspace is fitted as it is read, and put aside in it.
 */
export async function fitWorkspace(
  options: FitOptions,
  settings: Settings,
  context: RunContext,
): Promise<FitOutcome> {
  if (isShort(options) && (await mayLand(settings))) {
    const outcome = await fitLanding(options, settings, context);
    if (outcome !== null) return outcome;
  }
  const loaded = settings.sources.length > 0 ? await load(settings, context) : null;
  const end = options.calibrationEnd ?? settings.period.asOf;
  const cut: Settings = {
    ...settings,
    sources: [],
    sourcesFrom: 'none',
    period: { ...settings.period, asOf: end },
  };
  const read = await withBase(cut, context, 'everything', (base) =>
    readFit(base, options, end, settings, context),
  );
  return fitRead(read, async () => loaded, options, settings, context);
}

/** Whether a fit needs histories alone, and takes no longer than a load: the workspace is locked meanwhile. */
function isShort({ by, calibrationEnd, method, bootstrap }: FitOptions): boolean {
  return by === null && calibrationEnd === null && method !== 'mcmc' && bootstrap === 0;
}

async function fitLanding(
  options: FitOptions,
  settings: Settings,
  context: RunContext,
): Promise<FitOutcome | null> {
  return withLanding(settings, context, async ({ putAside, ...base }, held) => {
    const read = await readFit(base, options, null, settings, held);
    const { land } = await putAside(options, read.data.histories);
    return fitRead(read, land, options, settings, held);
  });
}

/** Fits models to what was read of the base, and registers them when its files are `loaded`. */
async function fitRead(
  read: Read,
  loaded: () => Promise<Told | null>,
  options: FitOptions,
  settings: Settings,
  context: RunContext,
): Promise<FitOutcome> {
  const { priors } = settings.modelling;
  const { progress, signal } = context;
  const threads = {
    threads: settings.runtime.threads,
    signal,
    fraction: (done: number) => progress.fraction(done),
  };
  // Where the only model is fitted on a thread, there is time for what its data don't decide.
  const only = read.ahead !== null && options.models.length === 1 ? options.models[0]! : null;
  const early = only === null ? null : backtestFor(only, read.split, options, progress);
  const ahead = (await read.ahead?.take()) ?? null;
  const choice = await fitFrequency(read.data, read.holdout, options, priors, progress, threads, ahead?.fits);
  const { fit: frequency, candidates, reasons } = choice;
  progress.stage('fitting the spend model');
  const { spend, posterior: spendDraws } = await fitSpend(
    read.data,
    options,
    priors,
    threads,
    read.within,
    ahead?.spend,
  );
  const isUsable = frequency.predictor !== null && (spend.fit.predictor !== null || spend.constant !== null);
  const evidence = isUsable
    ? gatherEvidence(
        { ...read, frequency, spend, options, priors, draws: [choice.posterior, spendDraws] },
        progress,
      )
    : chainRecords([frequency, spend.fit], [choice.posterior, spendDraws]);
  const record: ModelRecord = {
    schemaVersion: MODEL_SCHEMA,
    tool: 'clv',
    version: context.version,
    status: isUsable ? 'usable' : 'rejected',
    asOf: read.base.observation.asOf!,
    firstOrderDate: read.base.observation.firstOrderDate!,
    currency: read.base.reading.currency,
    timeZone: settings.ingest.timeZone,
    timeUnit: options.timeUnit,
    occasion: options.occasion,
    ...(options.grid === null ? {} : { gridDays: options.grid }),
    customers: read.data.customers,
    customersAfter: read.customersAfter,
    choice: { asked: options.asked, candidates, reasons },
    frequency,
    spend,
    ...evidence,
    ...(options.by === null || !isUsable
      ? {}
      : { by: await fitSegments(options.by, read.segments, frequency, options, priors, progress, threads) }),
    ...judged(
      frequency,
      read.split,
      only === null ? backtestFor(frequency.model, read.split, options, progress) : early,
      settings.gates,
    ),
  };
  const { asOf: _, ...lineage } = read.base.lineage;
  const described = describeFit(record, read.data, read.track);
  const told = await loaded();
  const { saved, isHeld, inUse } = await withWorkspaceLock(settings, context, async ({ models }) => {
    const stored = await saveModel(models, record, read.reference, lineage);
    const decision = await decide(models, stored, options.promote, context.command);
    appendDecision(context, decision);
    return { saved: stored, isHeld: decision.decision === 'held', inUse: decision.after };
  });
  const why = [
    ...(frequency.predictor === null ? frequency.reasons : []),
    ...(spendFails(record) ? spend.fit.reasons : []),
  ];
  return {
    result: fitResult({
      described,
      context,
      base: read.base,
      data: read.data,
      sampledOneIn: read.reference.sampledOneIn,
      stored: saved,
      loaded: told,
      settings: attributesShown(settings.period),
      inUse,
    }),
    failure:
      record.status === 'usable'
        ? isHeld && options.promote
          ? gatesFailed(saved.id, failedGates(record), inUse, sideToName(settings))
          : null
        : fitFailed(
            frequency.predictor === null ? frequency.model : 'gammagamma',
            saved.id,
            why.map(({ text }) => text),
          ),
  };
}

export type FitBase = Pick<Base, 'lineage' | 'reading' | 'observation'>;

interface Read {
  readonly base: FitBase;
  readonly data: FitData;
  /** The models of a large base, on their way since its histories are read. */
  readonly ahead: FitAhead | null;
  /** How customers' own spends vary. */
  readonly within: readonly WithinRow[];
  /** When customers came and came again. */
  readonly track: Track;
  /** Data of the segments of `--by`. */
  readonly segments: readonly SegmentData[];
  readonly reference: ModelReference;
  /** Null when the history is too short to hold a year out, or there is nothing to choose. */
  readonly holdout: Holdout | null;
  /** The split that gates go by. */
  readonly split: GateSplit | null;
  readonly customersAfter: number;
}

async function readFit(
  { mart, store, lineage, reading, observation }: FitBase & Pick<Base, 'mart' | 'store'>,
  options: FitOptions,
  end: string | null,
  settings: Settings,
  context: RunContext,
): Promise<Read> {
  const { asOf, lastOrderDate } = observation;
  if (asOf === null || lastOrderDate === null) throw noOrdersInPeriod(end);
  if (options.by !== null) checkAttributes(reading, [options.by]);
  const data = await readFitData(mart, options.occasion, options.spendHistory, {
    gaps: tellsGaps(options),
  });
  const { threads } = settings.runtime;
  const ahead = fitAhead(data, options, settings.modelling.priors, { threads, signal: context.signal });
  context.progress.stage('describing the data');
  await findLateOrders(mart);
  const sample = await sampleOrders(mart, data.customers);
  return {
    base: { lineage, reading, observation },
    data,
    ahead,
    within: await readWithinSpread(mart, sample, options.occasion, options.spendHistory),
    track: await readTrack(mart, options.occasion),
    segments: options.by === null ? [] : await readSegments(mart, options, options.by),
    holdout: await holdoutOf(mart, observation, options, sample),
    split: await readGateSplit(mart, observation, options, data.customers, sample),
    reference: { asOf, ...(await readReference(mart, sample)) },
    customersAfter: observation.linesAfter > 0 ? (await buyers(store)) - data.customers : 0,
  };
}

/** The last year, where the history before it is as long. */
async function holdoutOf(
  mart: Mart,
  { asOf, firstOrderDate }: Observation,
  { models, occasion }: FitOptions,
  { table }: SampledOrders,
): Promise<Holdout | null> {
  const split = addDays(asOf!, -HOLDOUT_DAYS);
  if (models.length === 1 || occasion === 'month' || daysBetween(firstOrderDate!, split) < HOLDOUT_DAYS)
    return null;
  return readHoldout(mart, split, occasion, table);
}

/** Customers with an order on any day. */
async function buyers(store: Store): Promise<number> {
  return Number((await store.one('select count(distinct customer_id) as customers from orders')).customers);
}

function spendFails({ spend }: ModelRecord): boolean {
  return spend.fit.predictor === null && spend.constant === null;
}
