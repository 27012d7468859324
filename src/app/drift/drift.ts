import { dropOccasions, STAGED, stageOccasions } from '../../backtest/occasions.js';
import { readSplit } from '../../backtest/split-rows.js';
import { addDays, daysBetween } from '../../common/calendar.js';
import type { ClvError } from '../../common/errors.js';
import {
  driftFound,
  noDriftOfMonths,
  noDriftOfRejected,
  noReference,
  nothingNew,
  noYearBefore,
  sampledForDrift,
  tooFewToTell,
} from '../../common/messages/drift.js';
import { noOrdersInPeriod } from '../../common/messages/lenses.js';
import type { Note, Result } from '../../common/result.js';
import { behaviourFinding } from '../../drift/behaviour.js';
import { compareNumbers } from '../../drift/compare.js';
import { type Finding, judge } from '../../drift/finding.js';
import { type Expected, forecastFindings } from '../../drift/forecast.js';
import { mixFinding, tenureFinding } from '../../drift/mixes.js';
import {
  readCategories,
  readCohorts,
  readMix,
  readSpend,
  readTenure,
  readWindow,
  type Window,
} from '../../drift/read-window.js';
import { type BaseShift, baseShifts } from '../../drift/whole-base.js';
import type { Mart } from '../../mart/build.js';
import type { ModelReference, StoredModel } from '../../registry/model-record.js';
import { readModel, readReferenceOf } from '../../registry/read-models.js';
import { type BaseClass, baseMargins } from '../../score/base-margins.js';
import { readBaseCells } from '../../score/reference.js';
import { existingWorkspace } from '../../store/workspace.js';
import { before, type Length } from '../backtest/length.js';
import { type Base, withBase } from '../base.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import type { DriftOptions } from './options.js';
import { driftResult } from './result.js';

export interface DriftOutcome {
  readonly result: Result;
  /** Set on an alert: for the exit code, after the result is shown. */
  readonly alert: ClvError | null;
}

/** Customers that forecasts are judged by. */
const SAMPLE = 100_000;
/** A year in whole weeks, so that weekdays fall on weekdays. */
const YEAR_DAYS = 364;
const TENURES = [4, 13] as const;
/** Attributes with more values are names rather than kinds. */
const MOST_VALUES = 20;
const MOST_MIXES = 5;

/** Compares the newest weeks of the workspace with what the model in use expects of them, like with like. */
export async function drift(
  options: DriftOptions,
  settings: Settings,
  context: RunContext,
): Promise<DriftOutcome> {
  const { models, path } = await existingWorkspace(settings.workspace.path);
  const stored = await readModel(models, path, options.model);
  const judgeable = judgeableOccasion(stored);
  const reference = await readReferenceOf(models, stored.id);
  if (reference === null) throw noReference(stored.id);
  return withBase({ ...settings, sources: [], sourcesFrom: 'none' }, context, 'everything', async (base) => {
    const { asOf } = base.observation;
    if (asOf === null || base.observation.lastOrderDate === null)
      throw noOrdersInPeriod(settings.period.asOf);
    const window = windowOf(stored.record.asOf, asOf, options.window);
    const seen =
      window === null
        ? { findings: [], classes: [], shifts: [], notes: [nothingNew(stored.id, asOf)] }
        : await look(base, stored, judgeable, reference, window, options, context);
    const judged = judge(seen.findings);
    const alerts = judged.filter(({ severity }) => severity === 'alert' || severity === 'severe');
    const result = driftResult({ context, base, stored, window, judged, ...seen });
    return {
      result,
      alert:
        alerts.length > 0
          ? driftFound(
              stored.id,
              alerts.map(({ feature }) => feature),
            )
          : null,
    };
  });
}

/** What a purchase is to the model; throws for one that has no forecast, and for one that counts months. */
function judgeableOccasion({ id, record }: StoredModel): 'day' | 'order' {
  const { frequency, occasion } = record;
  if (frequency.predictor === null) throw noDriftOfRejected(id, frequency.model);
  if (occasion === 'month') throw noDriftOfMonths(id);
  return occasion;
}

/** The newest weeks, none of which the model has seen. */
function windowOf(modelEnd: string, asOf: string, length: Length): Window | null {
  const from = [modelEnd, before(asOf, length)].sort().at(-1)!;
  return from < asOf ? { from, to: asOf } : null;
}

export interface Seen {
  readonly findings: readonly Finding[];
  readonly classes: readonly Expected[];
  readonly shifts: readonly BaseShift[];
  readonly notes: readonly Note[];
}

async function look(
  base: Base,
  { record }: StoredModel,
  occasion: 'day' | 'order',
  reference: ModelReference,
  window: Window,
  options: DriftOptions,
  { progress }: RunContext,
): Promise<Seen> {
  const { mart } = base;
  const { frequency, timeUnit } = record;
  const oneIn = Math.max(1, Math.ceil(record.customers / SAMPLE));
  progress.stage('reading histories');
  const staged = await stageOccasions(mart, { occasion, oneIn });
  const rows = await readSplit(mart.store, staged, window.from, daysBetween(window.from, window.to));
  const known = await readWindow(mart, STAGED, window, 'known');
  const newcomers = await readWindow(mart, STAGED, window, 'newcomers');
  const since = { from: record.asOf, to: window.to };
  const tenures: Map<number, number>[] = [];
  for (const weeks of TENURES) tenures.push(await readTenure(mart, STAGED, since, weeks));
  await dropOccasions(mart);
  progress.stage('comparing with the model');
  const forecast = forecastFindings(frequency, rows, timeUnit.days);
  const performance = [
    ...forecast.findings,
    behaviourFinding('rate and dropout of known customers', 'performance', frequency, known, timeUnit.days),
    behaviourFinding('rate and dropout of newcomers', 'newcomers', frequency, newcomers, timeUnit.days),
    ...TENURES.map((weeks, k) =>
      tenureFinding(
        weeks,
        reference.tenures.filter((each) => each.weeks === weeks),
        tenures[k]!,
      ),
    ),
  ];
  const { earlier, notes } = earlierWindow(base, record.asOf, window);
  progress.stage('comparing spend and mixes');
  const spend = compareNumbers(
    { feature: 'spend of an order', kind: 'spend' },
    await readSpend(mart, earlier),
    await readSpend(mart, window),
  );
  const mixes = [];
  for (const name of await mixNames(base, options)) {
    mixes.push(
      mixFinding(`mix of ${name}`, await readMix(mart, earlier, name), await readMix(mart, window, name)),
    );
  }
  if (base.reading.hasCategories)
    mixes.push(
      mixFinding(
        'mix of categories',
        await readCategories(mart, earlier),
        await readCategories(mart, window),
      ),
    );
  const lookback = Math.min(YEAR_DAYS, daysBetween(base.observation.firstOrderDate!, earlier.from));
  const [cohortsThen, cohortsNow] = [
    await readCohorts(mart, earlier, lookback),
    await readCohorts(mart, window, lookback),
  ];
  mixes.push(mixFinding('mix of cohorts', cohortsThen, cohortsNow));
  const all = [...performance, spend, ...mixes];
  const findings = all.filter((finding) => finding !== null);
  return {
    findings,
    classes: forecast.classes,
    shifts: baseShifts(reference.base ?? [], await baseNow(mart, occasion)),
    notes: [
      ...(forecast.findings.length === 0 ? [tooFewToTell('purchases of known customers')] : []),
      ...(spend === null ? [tooFewToTell('spend of an order')] : []),
      ...(oneIn > 1 ? [sampledForDrift(oneIn)] : []),
      ...notes,
    ],
  };
}

async function baseNow(mart: Mart, occasion: 'day' | 'order'): Promise<BaseClass[]> {
  mart.set({ occasion });
  await mart.build(['purchase_history']);
  return baseMargins(await readBaseCells(mart), 1);
}

/** The same weeks a year before; else as many weeks before the model's end. */
function earlierWindow(
  { observation }: Base,
  modelEnd: string,
  { from, to }: Window,
): { readonly earlier: Window; readonly notes: readonly Note[] } {
  const year = { from: addDays(from, -YEAR_DAYS), to: addDays(to, -YEAR_DAYS) };
  if (observation.firstOrderDate! <= addDays(year.from, 1)) return { earlier: year, notes: [] };
  const earlier = { from: addDays(modelEnd, -daysBetween(from, to)), to: modelEnd };
  return { earlier, notes: [noYearBefore(addDays(earlier.from, 1), earlier.to)] };
}

/** Attributes asked for, else those that have few values. */
async function mixNames({ mart, reading }: Base, { mixes }: DriftOptions): Promise<readonly string[]> {
  if (mixes !== null) return mixes;
  const names: string[] = [];
  for (const name of reading.attributeNames) {
    const [row] = await mart.rows(
      `select count(distinct attribute_of(attributes, $name)) as kinds from {{ ref('orders') }}`,
      { name },
    );
    const kinds = Number(row!.kinds);
    if (kinds > 1 && kinds <= MOST_VALUES) names.push(name);
  }
  return names.slice(0, MOST_MIXES);
}
