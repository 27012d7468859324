import { counted } from '../../common/messages/counted.js';
import {
  factorsOfCohorts,
  hiddenCustomers,
  scoresWritten,
  unusedByFactors,
} from '../../common/messages/score.js';
import { money, roundMoney } from '../../common/money.js';
import type { Note, Result } from '../../common/result.js';
import { moneyColumn } from '../../lenses/columns.js';
import { exactIdentity } from '../../lenses/identity.js';
import type { FactorRecord } from '../../registry/other-records.js';
import type { FirstOrderForecast } from '../../score/forecast-first-orders.js';
import type { ScoreTerms } from '../../score/score-terms.js';
import type { Store } from '../../store/store.js';
import type { RunContext } from '../context.js';
import { toldOn } from '../load-result.js';
import { assembleResult } from '../result.js';
import { costTables } from './cost-table.js';
import { firstOrderNotes, firstOrderTables } from './first-order-table.js';
import { concentration } from './score-concentration.js';
import type { ScoreOptions } from './score-options.js';
import { scoreTotals, tierTable, topTable } from './score-tables.js';
import { scoreWarnings } from './score-warnings.js';
import type { ScoringBase } from './scoring-base.js';

export interface FactorScores {
  readonly context: RunContext;
  readonly base: ScoringBase;
  /** Holds the table `scores`. */
  readonly store: Store;
  readonly record: FactorRecord;
  readonly terms: ScoreTerms;
  readonly options: ScoreOptions;
  /** The margin of the settings; null = none. */
  readonly marginAsked: string | null;
  readonly loaded: Result | null;
  /** What is expected of customers without an order; null where there are none. */
  readonly firstOrders: FirstOrderForecast | null;
}

/** What scores by factors of cohorts add up to. */
export async function factorScores(scored: FactorScores): Promise<Result> {
  const { context, base, store, record, terms, options, marginAsked, loaded, firstOrders } = scored;
  const totals = await scoreTotals(store);
  const curve = await concentration(store, terms);
  const { backtest } = record;
  const { currency, digits, margin } = terms;
  return assembleResult(
    context,
    base,
    {
      tables: [
        {
          id: 'summary',
          title: `What the customers of today will bring in ${terms.horizonDays} days`,
          section: 'Scores',
          layout: 'record',
          columns: [
            { id: 'customers', title: 'customers scored', type: 'count' },
            moneyColumn('value', margin === null ? 'revenue, discounted' : 'profit, discounted', currency),
            moneyColumn('value_each', 'each', currency),
          ],
          rows: [
            {
              customers: totals.scored,
              value: roundMoney(totals.value, digits),
              value_each:
                totals.scored === 0 ? null : roundMoney(money(totals.value).div(totals.scored), digits),
            },
          ],
        },
        ...(await costTables(store, terms)),
        await tierTable(store, terms),
        ...(options.top > 0
          ? [await topTable(store, terms, options.top, { isOfMonths: true, knowsSums: true })]
          : []),
        ...firstOrderTables(firstOrders, terms),
        ...curve.tables,
      ],
      figures: curve.figures,
      identities: [
        exactIdentity(
          'score_rows',
          'customers scored + customers without an order = customers known',
          totals.scored + totals.prior,
          totals.customers,
        ),
      ],
      notes: [
        factorsOfCohorts(
          backtest === null || backtest.actual === 0 ? null : backtest.predicted / backtest.actual - 1,
        ),
        ...(options.out === null || options.out === '-' ? [] : [scoresWritten(options.out, totals.visible)]),
        ...firstOrderNotes(totals.prior, firstOrders, terms),
        ...(totals.customers > totals.visible ? [hiddenCustomers(totals.customers - totals.visible)] : []),
        ...toldOn(loaded).notes,
      ],
      warnings: [
        ...toldOn(loaded).warnings,
        ...scoreWarnings({ modelEnd: record.asOf, base, terms, marginAsked }),
        ...unused(terms, options),
      ],
      answers: [],
    },
    `${counted(totals.scored, 'customer')} scored for ${options.horizon.text} from ${terms.asOf} · model ${terms.modelId}${currency === null ? '' : ` · ${currency}`}`,
    {
      model: terms.modelId,
      as_of: terms.asOf,
      horizon: options.horizon.text,
      horizon_days: terms.horizonDays,
      annual_rate: terms.annualRate,
      margin,
      ...(terms.cac === null ? {} : { cac: terms.cac }),
      currency,
    },
  );
}

function unused({ minDays, coldStart, ownReturns }: ScoreTerms, { asked }: ScoreOptions): readonly Note[] {
  const which = [
    ...(minDays > 0 ? (['minDays'] as const) : []),
    ...(coldStart.length > 0 ? (['coldStart'] as const) : []),
    ...(asked.has('interval') ? (['interval'] as const) : []),
    ...(ownReturns ? [] : (['returns'] as const)),
  ];
  return which.length === 0 ? [] : [unusedByFactors(which)];
}
