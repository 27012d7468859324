import { readFactors, type SplitFactors } from '../../backtest/cohort-sums.js';
import { compareMethods } from '../../backtest/comparisons.js';
import { evaluateSplit } from '../../backtest/evaluate.js';
import { fitSplit } from '../../backtest/fit-split.js';
import { findLateOrders, unknownOn } from '../../backtest/late-orders.js';
import { readSplit, readWeekly, type SplitRows, stageOccasions } from '../../backtest/split-rows.js';
import { type WeeklyExpected, weeklyExpected } from '../../backtest/weekly.js';
import { daysBetween } from '../../common/calendar.js';
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
  splitOutside,
} from '../../common/messages/backtest.js';
import { noOrdersInPeriod } from '../../common/messages/lenses.js';
import type { Note, Result } from '../../common/result.js';
import type { Mart } from '../../mart/build.js';
import { type Base, withBase } from '../base.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { leaveCohortsOut } from './cohorts.js';
import { before, usualHoldout } from './length.js';
import { asksFactors, type BacktestOptions, extrasOf, familiesOf } from './options.js';
import type { LastOrigin, Origin } from './origin.js';
import { backtestResult } from './result.js';

/**
 * Holds out time: fits every model to what was known on the evening of an origin, lets models and naive baselines say what
 * will come, and measures them on what came. Nothing is written.
 */
export async function backtest(
  options: BacktestOptions,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  return withBase(settings, context, { columns: new Set(), attribute: null }, async (base) => {
    const { asOf, firstOrderDate, lastOrderDate } = base.observation;
    if (asOf === null || lastOrderDate === null || firstOrderDate === null) throw noOrdersInPeriod();
    context.progress.stage('reading histories');
    const splits = splitsOf(options, firstOrderDate, asOf);
    const stage = await stager(base.mart, options);
    const origins: Origin[] = [];
    const warnings: Note[] = [];
    let last: LastOrigin | null = null;
    let unknowns: { readonly orders: number; readonly origin: string } | null = null;
    for (const [i, { origin, days }] of splits.entries()) {
      const unknown = await stage(origin);
      if (unknown > 0 && unknown > (unknowns?.orders ?? 0)) unknowns = { orders: unknown, origin };
      const rows = await readSplit(base.mart, origin, days, extrasOf(options));
      const factors = asksFactors(options) ? await readFactors(base.mart, origin) : null;
      const one = evaluateOrigin(rows, factors, origin, options, context, i > 0);
      if (factors === null && one.fits.fits.every(({ predictor }) => predictor === null)) {
        if (i === 0) throw nothingFitted(origin, reasonsOf(one));
        warnings.push(originsLeftOut(splits.length - i, firstOrderDate));
        break;
      }
      warnings.push(...leftOut(one));
      if (asksFactors(options) && factors === null) warnings.push(noFactors(origin));
      origins.push(one);
      last ??= await tellMore(one, rows, base.mart, options, context);
    }
    const late = (await customersBy(base)) - last!.customers;
    const notes = [
      ...(late > 0 ? [outsideOfFit(late, last!.origin)] : []),
      ...aboutModels(options),
      ...(unknowns === null ? [] : [ordersUnknown(unknowns.orders, unknowns.origin)]),
    ];
    return backtestResult({ context, base, options, last: last!, origins, notes, warnings });
  });
}

/**
 * Stages occasions for one origin after another, anew where orders were not known on its evening; tells how many those are.
 * In a workspace late orders are known by their load, unless they are asked for by their date.
 */
async function stager(
  mart: Mart,
  { occasion, lateOrders }: BacktestOptions,
): Promise<(origin: string) => Promise<number>> {
  if (lateOrders === 'loaded') await findLateOrders(mart);
  let staged: string | null = null;
  return async (origin) => {
    const unknown = lateOrders === 'loaded' ? await unknownOn(mart, origin) : 0;
    const wanted = unknown > 0 ? origin : 'everything';
    if (wanted !== staged)
      await stageOccasions(mart, unknown > 0 ? { occasion, knownOn: origin } : { occasion });
    staged = wanted;
    return unknown;
  };
}

/** Origins from the last one back, each with the days that it holds out. */
function splitsOf(
  options: BacktestOptions,
  first: string,
  asOf: string,
): { readonly origin: string; readonly days: number }[] {
  const origin = options.calibrationEnd ?? before(asOf, options.holdout ?? usualHoldout(first, asOf));
  const days =
    options.holdout === null || options.calibrationEnd === null
      ? daysBetween(origin, asOf)
      : Math.min(daysBetween(origin, asOf), daysBetween(before(asOf, options.holdout), asOf));
  if (days < 1 || daysBetween(first, origin) < 1) throw splitOutside(origin, first, asOf);
  return Array.from({ length: options.origins }, (_, k) => ({
    origin: before(origin, options.step, k),
    days,
  })).filter((split) => daysBetween(first, split.origin) >= 1);
}

function evaluateOrigin(
  rows: SplitRows,
  factors: SplitFactors | null,
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

async function tellMore(
  one: Origin,
  rows: SplitRows,
  mart: Mart,
  options: BacktestOptions,
  { progress }: RunContext,
): Promise<LastOrigin> {
  progress.stage('following the weeks');
  const weekly = await readWeekly(mart, one.origin, one.days);
  const expected: Record<string, WeeklyExpected> = {};
  for (const { model, predictor } of one.fits.fits) {
    if (predictor !== null && model !== 'bgbb')
      expected[model] = weeklyExpected(predictor, rows, weekly, options.unit.days);
  }
  if (options.cohorts !== null) progress.stage('leaving cohorts out');
  const cohorts = options.cohorts === null ? [] : leaveCohortsOut(rows, one.origin, options.cohorts, options);
  const cameAfter = rows.AFTER.reduce((sum, after, i) => sum + rows.N[i]! * after, 0);
  return { ...one, weekly, expected, cohorts, cameAfter };
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

async function customersBy({ mart }: Base): Promise<number> {
  const [row] = await mart.rows(`select count(distinct customer_id) as customers from {{ ref('orders') }}`);
  return Number(row!.customers);
}
