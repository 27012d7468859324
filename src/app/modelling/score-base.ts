import { modelOfOtherCurrency, otherSegments } from '../../common/messages/score.js';
import { minorDigits } from '../../common/money.js';
import type { StoredModel } from '../../registry/model-record.js';
import { scoreCustomers } from '../../score/score-customers.js';
import type { ScorePart, ScoreTerms } from '../../score/score-terms.js';
import type { ScoredFile } from '../../score/scores-query.js';
import { type ScoringModel, scoringModel } from '../../score/scoring-model.js';
import type { Store } from '../../store/store.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { readScoringBase, type ScoringBase } from './read-base.js';
import { horizonDays, type ScoreOptions } from './score-options.js';

export interface ScoredBase {
  readonly base: ScoringBase;
  readonly terms: ScoreTerms;
  readonly parts: readonly ScorePart[];
}

/** Customers with their scores. */
export interface ScoredCustomers extends ScoredBase {
  /** What is behind the view `scores`, for another store. */
  readonly scores: ScoredFile;
}

/** Reads the customers of the workspace as of the settings' day and scores them into `scores` of a throw-away store. */
export async function scoreBase(
  store: Store,
  scratch: string,
  stored: StoredModel,
  options: ScoreOptions,
  settings: Settings,
  context: RunContext,
): Promise<ScoredCustomers> {
  const read = await readParts(scratch, stored, options, settings, context);
  const { base, parts, terms } = read;
  const scores = await scoreCustomers(store, base.histories, parts, terms, context.progress);
  return { ...read, scores };
}

/** What scores are made of: the histories of the workspace as of the settings' day, and the models that speak of them. */
export async function readParts(
  scratch: string,
  stored: StoredModel,
  options: ScoreOptions,
  settings: Settings,
  context: RunContext,
): Promise<ScoredBase> {
  const model = scoringModel(stored.record);
  const attribute = segmentAttribute(stored, settings);
  const base = await readScoringBase(settings, context, scratch, {
    occasion: model.occasion,
    spendHistory: model.spendHistory,
    attributes: {
      ...(attribute === null ? {} : { segment: attribute }),
      ...(options.rollup === null ? {} : { rollup: options.rollup }),
      ...Object.fromEntries(settings.modelling.coldStart.map((name, i) => [`key_${i}`, name])),
    },
  });
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
  { horizon, annualRate, interval, minDays, ownReturns }: ScoreOptions,
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
    minDays,
    margin: totals.margin,
    returnShare: totals.returnShare,
    ownReturns,
    returnCost: modelling.returnCost,
    coldStart: modelling.coldStart,
    currency,
    digits: minorDigits(currency),
  };
}

/** The whole base first, then each segment that has a model, a margin or a rate of its own. */
function scoreParts(
  { record }: StoredModel,
  model: ScoringModel,
  { annualRate, margin }: ScoreTerms,
  { segmentMargins, segmentRates }: Settings['modelling'],
): ScorePart[] {
  const own =
    record.by?.segments.filter(({ frequency, spend }) => frequency !== null || spend !== null) ?? [];
  const names = [
    ...new Set([
      ...own.map(({ segment }) => segment),
      ...Object.keys(segmentMargins),
      ...Object.keys(segmentRates),
    ]),
  ].sort();
  return [
    { segment: null, model, annualRate, margin },
    ...names.map((segment): ScorePart => {
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
        annualRate: segmentRates[segment] ?? annualRate,
        margin: segmentMargins[segment] ?? margin,
      };
    }),
  ];
}
