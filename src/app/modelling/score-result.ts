import { counted } from '../../common/messages/counted.js';
import {
  coldStartUnused,
  hiddenCustomers,
  netOfReturns,
  scoresWritten,
  segmentsUnseen,
  sumsOfYoung,
  type WhoseReturns,
} from '../../common/messages/score.js';
import type { Note, Result } from '../../common/result.js';
import { exactIdentity } from '../../lenses/identity.js';
import type { StoredModel } from '../../registry/model-record.js';
import type { Explanation } from '../../score/explain.js';
import type { FirstOrderForecast } from '../../score/forecast-first-orders.js';
import type { RolledUp } from '../../score/roll-up.js';
import type { ScoreTerms } from '../../score/score-terms.js';
import type { ScoredFile } from '../../score/scores-query.js';
import type { Store } from '../../store/store.js';
import type { RunContext } from '../context.js';
import { toldOn } from '../load-result.js';
import { assembleResult } from '../result.js';
import type { ModellingSettings } from '../settings.js';
import { costTables } from './cost-table.js';
import { explanationTable } from './explanation-table.js';
import { firstOrderNotes, firstOrderTables } from './first-order-table.js';
import { rollupTable } from './rollup-table.js';
import { concentration } from './score-concentration.js';
import type { ScoreOptions } from './score-options.js';
import { scoreTotals, summaryTable, tierTable, topTable } from './score-tables.js';
import { scoreWarnings } from './score-warnings.js';
import type { ScoringBase } from './scoring-base.js';

export interface Scored {
  readonly context: RunContext;
  readonly base: ScoringBase;
  /** Holds the view `scores`. */
  readonly store: Store;
  readonly scores: ScoredFile;
  readonly stored: StoredModel;
  readonly terms: ScoreTerms;
  readonly options: ScoreOptions;
  /** The margin of the settings; null = none. */
  readonly marginAsked: string | null;
  readonly modelling: ModellingSettings;
  /** What else of the settings is shown. */
  readonly settings: Readonly<Record<string, string>>;
  readonly loaded: Result | null;
  /** What is expected of customers without an order; null where there are none. */
  readonly firstOrders: FirstOrderForecast | null;
  readonly explained: Explanation | null;
  readonly rollup: readonly RolledUp[] | null;
}

/** What the scores add up to, as a result. */
export async function scoreResult(scored: Scored): Promise<Result> {
  const { context, base, store, stored, terms, options, loaded, explained, rollup, firstOrders } = scored;
  const totals = await scoreTotals(store);
  const curve = await concentration(store, terms);
  const isOfMonths = stored.record.occasion === 'month';
  const isExplaining = explained !== null;
  return assembleResult(
    context,
    base,
    {
      tables: isExplaining
        ? [explanationTable(explained)]
        : [
            summaryTable(totals, terms, isOfMonths),
            ...(await costTables(store, terms)),
            await tierTable(store, terms),
            ...(options.top > 0
              ? [await topTable(store, terms, options.top, { isOfMonths, knowsSums: false })]
              : []),
            ...(rollup === null ? [] : [rollupTable(rollup, options.rollup!, terms)]),
            ...firstOrderTables(firstOrders, terms),
            ...curve.tables,
          ],
      figures: isExplaining ? [] : curve.figures,
      identities: [
        exactIdentity(
          'score_rows',
          'customers scored + customers without an order = customers known',
          totals.scored + totals.prior,
          totals.customers,
        ),
      ],
      notes: [
        ...(options.out === null || options.out === '-' ? [] : [scoresWritten(options.out, totals.visible)]),
        ...firstOrderNotes(totals.prior, firstOrders, terms),
        ...(totals.customers > totals.visible ? [hiddenCustomers(totals.customers - totals.visible)] : []),
        ...(terms.returnShare > 0 ? [netOfReturns(terms.returnShare, whoseReturns(scored))] : []),
        ...toldOn(loaded).notes,
      ],
      warnings: [
        ...toldOn(loaded).warnings,
        ...scoreWarnings({ modelEnd: stored.record.asOf, base, terms, marginAsked: scored.marginAsked }),
        ...(terms.coldStart.length > 0 && terms.minDays === 0 ? [coldStartUnused()] : []),
        ...(rollup !== null && terms.minDays > 0 ? [sumsOfYoung()] : []),
        ...(await unseen(scored)),
      ],
      answers: [],
    },
    isExplaining
      ? `Customer ${explained.customerId} · ${options.horizon.text} from ${terms.asOf} · model ${stored.id}`
      : `${counted(totals.scored, 'customer')} scored for ${options.horizon.text} from ${terms.asOf} · model ${stored.id}${terms.currency === null ? '' : ` · ${terms.currency}`}`,
    {
      model: stored.id,
      as_of: terms.asOf,
      horizon: options.horizon.text,
      horizon_days: terms.horizonDays,
      annual_rate: terms.annualRate,
      interval: terms.interval,
      ...(terms.meanInterval ? { mean_interval: true } : {}),
      margin: terms.margin,
      return_share: terms.returnShare,
      min_days: terms.minDays,
      returns: terms.ownReturns ? 'own' : 'base',
      return_cost: terms.returnCost,
      ...(terms.cac === null ? {} : { cac: terms.cac }),
      rollup: options.rollup,
      ...scored.settings,
      currency: terms.currency,
    },
  );
}

function whoseReturns({ terms, scores }: Scored): WhoseReturns {
  if (!terms.ownReturns) return 'base';
  return scores.told.has('kept') ? 'alike' : 'own';
}

/** Segments that margins or rates are given for, and that nobody belongs to. */
async function unseen({ store, modelling }: Scored): Promise<Note[]> {
  const { segmentBy, segmentMargins, segmentRates } = modelling;
  const named = [...new Set([...Object.keys(segmentMargins), ...Object.keys(segmentRates)])].sort();
  if (segmentBy === null || named.length === 0) return [];
  const rows = await store.rows('select distinct segment from histories');
  const seen = new Set(rows.map(({ segment }) => segment));
  const missing = named.filter((segment) => !seen.has(segment));
  return missing.length === 0 ? [] : [segmentsUnseen(segmentBy, missing)];
}
