import { join } from 'node:path';
import { readFactors, type SplitFactors } from '../../backtest/cohort-sums.js';
import { findLateOrders, unknownOn } from '../../backtest/late-orders.js';
import { exportOccasions, type Staged } from '../../backtest/occasions.js';
import { readSplit, readWeekly, type SplitRows, type WeeklyActual } from '../../backtest/split-rows.js';
import { daysBetween } from '../../common/calendar.js';
import { splitOutside } from '../../common/messages/backtest.js';
import { noOrdersInPeriod } from '../../common/messages/lenses.js';
import type { Mart } from '../../mart/build.js';
import type { Store } from '../../store/store.js';
import { withBase } from '../base.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { before, usualHoldout } from './length.js';
import { asksFactors, type BacktestOptions, extrasOf } from './options.js';
import type { BacktestBase } from './origin.js';

/** An origin, and the purchases from which it is read. */
export interface Split {
  readonly origin: string;
  readonly days: number;
  readonly staged: Staged;
}

export interface Purchases {
  readonly base: BacktestBase;
  /** From the last origin back. */
  readonly splits: readonly Split[];
  /** Day of the first order. */
  readonly first: string;
  /** Customers with an order on any day. */
  readonly buyers: number;
  /** The origin on which the most orders were not known yet that are of that day or before. */
  readonly unknowns: { readonly orders: number; readonly origin: string } | null;
}

/** Takes out of the base what all origins need, into files of the folder, and leaves it. */
export async function readPurchases(
  options: BacktestOptions,
  settings: Settings,
  context: RunContext,
  folder: string,
): Promise<Purchases> {
  return withBase(settings, context, { columns: new Set(), attribute: null }, async ({ mart, ...base }) => {
    const { asOf, firstOrderDate, lastOrderDate } = base.observation;
    if (asOf === null || lastOrderDate === null || firstOrderDate === null) throw noOrdersInPeriod();
    context.progress.stage('reading histories');
    const stage = await stager(mart, options, folder);
    const splits: Split[] = [];
    let unknowns: Purchases['unknowns'] = null;
    for (const split of splitsOf(options, firstOrderDate, asOf)) {
      const { staged, unknown } = await stage(split.origin);
      if (unknown > (unknowns?.orders ?? 0)) unknowns = { orders: unknown, origin: split.origin };
      splits.push({ ...split, staged });
    }
    const [row] = await mart.rows(`select count(distinct customer_id) as buyers from {{ ref('orders') }}`);
    const { lineage, reading, observation } = base;
    return {
      base: { lineage, reading, observation },
      splits,
      first: firstOrderDate,
      buyers: Number(row!.buyers),
      unknowns,
    };
  });
}

/** What is known of an origin's customers, and what came. */
export interface OriginData {
  readonly rows: SplitRows;
  readonly factors: SplitFactors | null;
  /** Of the last origin alone. */
  readonly weekly: WeeklyActual | null;
}

export async function readOrigin(
  store: Store,
  { origin, days, staged }: Split,
  options: BacktestOptions,
  isLast: boolean,
): Promise<OriginData> {
  return {
    rows: await readSplit(store, staged, origin, days, extrasOf(options)),
    factors: asksFactors(options) ? await readFactors(store, staged, origin) : null,
    weekly: isLast ? await readWeekly(store, staged, origin, days) : null,
  };
}

/**
 * Stages occasions for one origin after another, anew where orders were not known on its evening; tells how many those are.
 * In a workspace late orders are known by their load, unless they are asked for by their date.
 */
async function stager(
  mart: Mart,
  { occasion, lateOrders }: BacktestOptions,
  folder: string,
): Promise<(origin: string) => Promise<{ staged: Staged; unknown: number }>> {
  if (lateOrders === 'loaded') await findLateOrders(mart);
  let everything: Staged | null = null;
  return async (origin) => {
    const unknown = lateOrders === 'loaded' ? await unknownOn(mart, origin) : 0;
    if (unknown > 0)
      return {
        staged: await exportOccasions(mart, { occasion, knownOn: origin }, join(folder, `known-${origin}`)),
        unknown,
      };
    everything ??= await exportOccasions(mart, { occasion }, join(folder, 'everything'));
    return { staged: everything, unknown };
  };
}

/** Origins from the last one back, each with the days that it holds out. */
function splitsOf(options: BacktestOptions, first: string, asOf: string): Omit<Split, 'staged'>[] {
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
