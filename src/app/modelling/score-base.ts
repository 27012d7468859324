import { modelOfOtherCurrency, otherSegments } from '../../common/messages/score.js';
import { minorDigits } from '../../common/money.js';
import type { StoredModel } from '../../registry/model-record.js';
import { readForeseen } from '../../score/foreseen-cells.js';
import type { Cells } from '../../score/score-cells.js';
import {
  type ForeseenScores,
  scoreCustomers,
  scoreForeseen,
  scoreForeseenTogether,
} from '../../score/score-customers.js';
import { type Companion, companion, FEW_HISTORIES } from '../../score/score-on-threads.js';
import type { ScorePart, ScoreTerms } from '../../score/score-terms.js';
import type { ScoredFile } from '../../score/scores-query.js';
import { type ScoringModel, scoringModel } from '../../score/scoring-model.js';
import { cellsBytes } from '../../store/landed.js';
import type { Store } from '../../store/store.js';
import { workspaceAt } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { readScoringBase } from './read-base.js';
import { horizonDays, type ScoreOptions } from './score-options.js';
import type { BaseNeeds, ScoringBase } from './scoring-base.js';

export interface ScoredBase {
  readonly base: ScoringBase;
  readonly terms: ScoreTerms;
  readonly parts: readonly ScorePart[];
}

/** What scoring may be given. */
export interface ScoringHelp {
  readonly waiting?: BaseNeeds['waiting'];
  readonly second?: Companion | null;
}

/** Customers with their scores. */
export interface ScoredCustomers extends ScoredBase {
  /** What is behind the view `scores`, for another store. */
  readonly scores: ScoredFile;
}

/** Reads the customers of the workspace as of the settings' day and scores them into `scores` of a throw-away store, which is opened when it is needed. */
export async function scoreBase(
  open: () => Promise<Store>,
  scratch: string,
  stored: StoredModel,
  options: ScoreOptions,
  settings: Settings,
  context: RunContext,
  { waiting, second = null }: ScoringHelp = {},
): Promise<ScoredCustomers> {
  const model = scoringModel(stored.record);
  const { horizon, annualRate, interval, meanInterval } = options;
  let foreseen: ForeseenScores | null = null;
  const score = (cells: Cells, asOf: string): void => {
    context.progress.stage('scoring histories');
    const terms = { horizonDays: horizonDays(horizon, asOf), interval, meanInterval };
    foreseen = scoreForeseen(cells, { model, annualRate }, terms, scratch, context.progress);
  };
  const isWhole = segmentsApart(stored, settings.modelling).length === 0;
  const read = await readParts(scratch, stored, options, settings, context, {
    meanwhile: isWhole ? score : null,
    ...(waiting === undefined ? {} : { waiting }),
  });
  const { base, parts, terms } = read;
  const cells =
    isWhole && base.foreseen !== undefined ? await readForeseen(base.foreseen, model.spendHistory) : null;
  if (cells !== null) {
    context.progress.stage('scoring histories');
    foreseen = scoreForeseenTogether(cells, parts[0]!, terms, scratch, context.progress, second, open);
    // Who waits for the rows hears of a failure.
    foreseen.catch(() => {});
  }
  const input = { histories: base.histories, folder: scratch, foreseen };
  const scores = await scoreCustomers(await open(), input, parts, terms, context.progress);
  return { ...read, scores };
}

/** Runs the work with a second thread, where many landed histories are scored alike; it begins while the engine is loaded. */
export async function withCompanion<T>(
  stored: StoredModel,
  settings: Settings,
  work: (second: Companion | null) => Promise<T>,
): Promise<T> {
  const isWhole = segmentsApart(stored, settings.modelling).length === 0;
  const second = isWhole && (await hasManyLanded(settings)) ? companion(settings.runtime.threads) : null;
  try {
    return await work(second);
  } finally {
    await second?.worker.terminate();
  }
}

/** A row is three numbers of four bytes. */
async function hasManyLanded({ workspace }: Settings): Promise<boolean> {
  return (await cellsBytes(workspaceAt(workspace.path))) > 12 * FEW_HISTORIES;
}

/** How histories are read: see `HistoriesNeeds` and `readScoringBase`. */
interface ReadingManner {
  readonly meanwhile: ((cells: Cells, asOf: string) => void) | null;
  readonly waiting?: BaseNeeds['waiting'];
}

/** What scores are made of: the histories of the workspace as of the settings' day, and the models that speak of them. */
export async function readParts(
  scratch: string,
  stored: StoredModel,
  options: ScoreOptions,
  settings: Settings,
  context: RunContext,
  { meanwhile, waiting }: ReadingManner = { meanwhile: null },
): Promise<ScoredBase> {
  const model = scoringModel(stored.record);
  const attribute = segmentAttribute(stored, settings);
  const needs = {
    occasion: model.occasion,
    spendHistory: model.spendHistory,
    attributes: {
      ...(attribute === null ? {} : { segment: attribute }),
      ...(options.rollup === null ? {} : { rollup: options.rollup }),
      ...Object.fromEntries(settings.modelling.coldStart.map((name, i) => [`key_${i}`, name])),
    },
    ...(waiting === undefined ? {} : { waiting }),
  };
  const base = await readScoringBase(settings, context, scratch, needs, meanwhile);
  const terms = scoreTerms(options, stored, base, settings);
  return { base, terms, parts: scoreParts(stored, model, terms, settings.modelling) };
}

/** The attribute by which models, margins or rates differ; they must agree on one. */
function segmentAttribute({ id, record }: StoredModel, { modelling }: Settings): string | null {
  const ofModel = record.by?.attribute ?? null;
  const ofTerms = modelling.segmentBy;
  if (ofModel !== null && ofTerms !== null && ofModel !== ofTerms) throw otherSegments(id, ofModel, ofTerms);
  return ofModel ?? ofTerms;
}

export function scoreTerms(
  { horizon, annualRate, interval, meanInterval, minDays, ownReturns, cac }: ScoreOptions,
  { id, record }: { readonly id: string; readonly record: { readonly currency: string | null } },
  { observation, reading, totals }: ScoringBase,
  { modelling }: Settings,
): ScoreTerms {
  const asOf = observation.asOf!;
  const { currency } = reading;
  if (record.currency !== null && currency !== null && record.currency !== currency)
    throw modelOfOtherCurrency(id, record.currency, currency);
  return {
    modelId: id,
    asOf,
    horizonDays: horizonDays(horizon, asOf),
    annualRate,
    interval,
    meanInterval,
    minDays,
    margin: totals.margin,
    returnShare: totals.returnShare,
    ownReturns,
    returnCost: modelling.returnCost,
    coldStart: modelling.coldStart,
    cac,
    currency,
    digits: minorDigits(currency),
  };
}

/** Segments that have a model, a margin or a rate of their own. */
function segmentsApart(
  { record }: StoredModel,
  { segmentMargins, segmentRates }: Settings['modelling'],
): readonly string[] {
  return [
    ...new Set([
      ...ownModels(record).map(({ segment }) => segment),
      ...Object.keys(segmentMargins),
      ...Object.keys(segmentRates),
    ]),
  ].sort();
}

function ownModels({ by }: StoredModel['record']) {
  return by?.segments.filter(({ frequency, spend }) => frequency !== null || spend !== null) ?? [];
}

/** The whole base first, then each segment that is scored apart. */
function scoreParts(
  stored: StoredModel,
  model: ScoringModel,
  { annualRate, margin }: ScoreTerms,
  modelling: Settings['modelling'],
): ScorePart[] {
  const { record } = stored;
  const own = ownModels(record);
  return [
    { segment: null, model, annualRate, margin },
    ...segmentsApart(stored, modelling).map((segment): ScorePart => {
      const fitted = own.find((each) => each.segment === segment);
      return {
        segment,
        model:
          fitted === undefined
            ? model
            : scoringModel({
                ...record,
                frequency: fitted.frequency ?? record.frequency,
                spend: fitted.spend ?? record.spend,
              }),
        annualRate: modelling.segmentRates[segment] ?? annualRate,
        margin: modelling.segmentMargins[segment] ?? margin,
      };
    }),
  ];
}
