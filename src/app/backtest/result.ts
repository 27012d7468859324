import { countsStayLow, maeDecidesNothing } from '../../common/messages/backtest.js';
import { counted } from '../../common/messages/counted.js';
import { minorDigits } from '../../common/money.js';
import type { Note, Result } from '../../common/result.js';
import { exactIdentity } from '../../lenses/identity.js';
import type { RunContext } from '../context.js';
import { assembleResult } from '../result.js';
import { backtestAnswers } from './answers.js';
import { calibrationPart } from './calibration-tables.js';
import { measureTables } from './measure-tables.js';
import type { BacktestOptions } from './options.js';
import type { BacktestBase, LastOrigin, Origin } from './origin.js';
import { cohortTable, fitTable, originTables, verdictTables } from './verdict-tables.js';
import { weeklyPart } from './weekly-tables.js';

export interface Backtested {
  readonly context: RunContext;
  readonly base: BacktestBase;
  readonly options: BacktestOptions;
  readonly last: LastOrigin;
  readonly origins: readonly Origin[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Note[];
}

/** What a backtest found, as a result. */
export function backtestResult({
  context,
  base,
  options,
  last,
  origins,
  notes,
  warnings,
}: Backtested): Result {
  const { evaluation, weekly, cameAfter } = last;
  const { currency } = base.reading;
  const calibration = calibrationPart(evaluation.methods);
  const tracking = weeklyPart(last);
  const heldOut = [...weekly.weeks].reduce((sum, [week, purchases]) => sum + (week >= 0 ? purchases : 0), 0);
  return assembleResult(
    context,
    base,
    {
      tables: [
        ...measureTables(evaluation, currency, minorDigits(currency)),
        ...verdictTables(last),
        ...calibration.tables,
        ...tracking.tables,
        ...originTables(origins),
        ...cohortTable(last),
        fitTable(origins),
      ],
      figures: [
        ...tracking.figures,
        ...calibration.figures,
        {
          id: 'ranking_cost',
          title: 'Share of the best customers that each ranking finds',
          kind: 'bar',
          table: 'ranking_cost',
          x: 'ranking',
          y: ['found'],
          xLabel: 'ranking by',
          yLabel: 'best customers found',
          alternative: 'Bars of the share of the truly best customers that each ranking finds.',
        },
      ],
      identities: [
        exactIdentity('held_out', 'purchases held out, by week = by customer', heldOut, cameAfter),
      ],
      notes: [...notes, countsStayLow(), maeDecidesNothing()],
      warnings: [...warnings],
      answers: backtestAnswers(last),
    },
    `Known up to ${last.origin}, held out: ${last.days} days · ${counted(last.customers, 'customer')}${origins.length > 1 ? ` · ${origins.length} origins` : ''}`,
    {
      calibration_end: last.origin,
      holdout_days: last.days,
      origins: origins.length,
      step: options.step.text,
      holdout_cohorts: options.cohorts,
      models: options.models.join(','),
      occasion: options.occasion,
      seed: options.seed,
      currency,
    },
  );
}
