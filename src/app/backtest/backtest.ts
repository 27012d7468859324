import { compareMethods } from '../../backtest/comparisons.js';
import { evaluateSplit } from '../../backtest/evaluate.js';
import { fitSplit } from '../../backtest/fit-split.js';
import { type WeeklyExpected, weeklyExpected } from '../../backtest/weekly.js';
import {
  bgbbCountsMonths,
  factorsOfSums,
  fitLeftOut,
  noFactors,
  noStagesOfOrders,
  nothingFitted,
  ordersUnknown,
  originsLeftOut,
  outsideOfFit,
  spendFallsBack,
} from '../../common/messages/backtest.js';
import type { Note, Result } from '../../common/result.js';
import type { RunContext } from '../context.js';
import { withScratch, withThrowAwayStore } from '../open-store.js';
import type { Settings } from '../settings.js';
import { leaveCohortsOut } from './cohorts.js';
import { asksFactors, type BacktestOptions, familiesOf } from './options.js';
import type { LastOrigin, Origin } from './origin.js';
import { type OriginData, readOrigin, readPurchases } from './read-purchases.js';
import { backtestResult } from './result.js';

/**
 * Holds out time: fits every model to what was known on the evening of an origin, lets models and naive baselines say what
 * will come, and measures them on what came. Nothing is written. The warehouse is open while purchases are read, the engine
 * while a split is, and neither while models are fitted and measured.
 */
export async function backtest(
  options: BacktestOptions,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  return withScratch(settings, context, async (scratch) => {
    const { base, splits, first, buyers, unknowns } = await readPurchases(
      options,
      settings,
      context,
      scratch,
    );
    const origins: Origin[] = [];
    const warnings: Note[] = [];
    let last: LastOrigin | null = null;
    for (const [i, split] of splits.entries()) {
      const read = await withThrowAwayStore(settings, context, (store) =>
        readOrigin(store, split, options, last === null),
      );
      const one = evaluateOrigin(read, split.origin, options, context, i > 0);
      if (read.factors === null && one.fits.fits.every(({ predictor }) => predictor === null)) {
        if (i === 0) throw nothingFitted(split.origin, reasonsOf(one));
        warnings.push(originsLeftOut(splits.length - i, first));
        break;
      }
      warnings.push(...leftOut(one));
      if (asksFactors(options) && read.factors === null) warnings.push(noFactors(split.origin));
      origins.push(one);
      last ??= tellMore(one, read, options, context);
    }
    const late = buyers - last!.customers;
    const notes = [
      ...(late > 0 ? [outsideOfFit(late, last!.origin)] : []),
      ...aboutModels(options),
      ...(unknowns === null ? [] : [ordersUnknown(unknowns.orders, unknowns.origin)]),
    ];
    return backtestResult({ context, base, options, last: last!, origins, notes, warnings });
  });
}

function evaluateOrigin(
  { rows, factors }: OriginData,
  origin: string,
  { models, unit, seed }: BacktestOptions,
  { progress }: RunContext,
  isEarlier: boolean,
): Origin {
  progress.stage(`fitting up to ${origin}`);
  const fitted = fitSplit(rows, { models: familiesOf(models), unit, seed, starts: isEarlier ? 1 : 3 });
  const { fits: each, spend, spendOf } = fitted;
  const fits = { fits: each, spend, factors };
  progress.stage(`comparing on the ${rows.days} days after ${origin}`);
  const evaluation = evaluateSplit(rows, { ...fits, spendOf }, unit.days, seed, (done) =>
    progress.fraction(done),
  );
  const verdict = compareMethods(evaluation.methods, seed);
  return { origin, days: rows.days, customers: rows.customers, fits, evaluation, verdict };
}

function tellMore(
  one: Origin,
  { rows, weekly }: OriginData,
  options: BacktestOptions,
  { progress }: RunContext,
): LastOrigin {
  progress.stage('following the weeks');
  const expected: Record<string, WeeklyExpected> = {};
  for (const { model, predictor } of one.fits.fits) {
    if (predictor !== null && model !== 'bgbb')
      expected[model] = weeklyExpected(predictor, rows, weekly!, options.unit.days);
  }
  if (options.cohorts !== null) progress.stage('leaving cohorts out');
  const cohorts = options.cohorts === null ? [] : leaveCohortsOut(rows, one.origin, options.cohorts, options);
  const cameAfter = rows.AFTER.reduce((sum, after, i) => sum + rows.N[i]! * after, 0);
  return { ...one, weekly: weekly!, expected, cohorts, cameAfter };
}

/** Where a model can't be measured as the others are. */
function aboutModels({ models, occasion }: BacktestOptions): Note[] {
  return [
    ...(models.includes('bgbb') ? [bgbbCountsMonths()] : []),
    ...(models.includes('cohort-factor') ? [factorsOfSums()] : []),
    ...(occasion === 'order' && models.length > 1 ? [noStagesOfOrders()] : []),
  ];
}

function leftOut({ fits: { fits, spend }, origin }: Origin): Note[] {
  const failed = fits.filter(({ predictor }) => predictor === null);
  return [
    ...failed.map((fit) => fitLeftOut(fit.model, origin, fit.reasons.map(({ text }) => text).join(' '))),
    ...(spend.predictor === null ? [spendFallsBack(origin)] : []),
  ];
}

function reasonsOf({ fits }: Origin): string[] {
  return [...new Set(fits.fits.flatMap(({ reasons }) => reasons.map(({ text }) => text)))];
}
