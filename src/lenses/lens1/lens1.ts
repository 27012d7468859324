import { emptyPeriod } from '../../common/messages/lenses.js';
import { factors, ratio } from '../aggregate.js';
import { chooseMetric } from '../metric.js';
import type { LensContext, LensReport } from '../report.js';
import { answers } from './answers.js';
import { concentration } from './concentration.js';
import { deciles } from './deciles.js';
import { decomposition } from './decomposition.js';
import { distributions } from './distributions.js';
import { expectedAlive } from './expected-alive.js';
import { figures } from './figures.js';
import { orderCounts } from './order-counts.js';
import { patterns } from './patterns.js';
import { segments } from './segments.js';
import { periodTotals } from './totals.js';
import { unprofitable } from './unprofitable.js';

/**
 * Lens 1: how different are the customers of one period.
 * Source: Fader, Hardie, Ross, The Customer-Base Audit (2022), chapter 3.
 * @throws ClvError when nobody ordered in the period.
 */
export async function lens1(context: LensContext): Promise<LensReport> {
  const { mart, period } = context;
  // RFM stands at the period's end by default: customers are grouped once for both.
  mart.set({ from_date: period.from, to_date: period.to, rfm_from: null, rfm_to: period.to });
  const totals = await periodTotals(mart, period);
  if (totals.buyers.customers === 0) throw emptyPeriod(period.label);
  const metric = chooseMetric(context.metric, totals.buyers);
  mart.set({ metric: metric.metric });

  const scope = { ...context, totals, metric: metric.metric };
  const parts = [
    decomposition(scope),
    await orderCounts(scope),
    await distributions(scope),
    await deciles(scope),
    await concentration(scope),
    await unprofitable(scope),
    await expectedAlive(scope),
    ...(context.by === null ? [] : [await segments(scope, context.by)]),
  ];
  const tables = parts.flatMap((part) => part.tables);
  const facts = {
    scope,
    factors: factors(totals.buyers, context.digits),
    averageSpend: ratio(totals.buyers.spend, totals.buyers.customers),
    tables,
  };
  return {
    tables: [...tables, patterns(facts)],
    figures: figures(scope, tables),
    identities: parts.flatMap((part) => part.identities),
    notes: [metric.note, ...period.notes, ...parts.flatMap((part) => part.notes ?? [])],
    warnings: [],
    answers: answers(facts),
  };
}
