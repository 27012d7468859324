import { bothPeriodsEmpty } from '../../common/messages/lens2.js';
import { sum } from '../aggregate.js';
import { chooseMetric } from '../metric.js';
import type { LensContext, LensReport } from '../report.js';
import type { RfmSegment } from '../rfm/rules.js';
import { answers } from './answers.js';
import { attribution } from './attribution.js';
import { byAttribute } from './by-attribute.js';
import { cohortMix } from './cohort-mix.js';
import { distributions } from './distributions.js';
import { figures } from './figures.js';
import { groups } from './groups.js';
import { overlap } from './overlap.js';
import type { Pair } from './pair.js';
import { patterns } from './patterns.js';
import { lens2Relations } from './relations.js';
import { sameCustomers } from './same-customers.js';
import type { Lens2Scope } from './scope.js';
import { segmentMovement } from './segment-movement.js';
import { switching } from './switching.js';
import { pairTotals } from './totals.js';
import { upDown } from './up-down.js';

export interface Lens2Options {
  /** From `choosePair`. */
  readonly pair: Pair;
  /** Month in which the fiscal year starts, 1–12. */
  readonly fiscalYearStart: number;
  /** RFM segments; null = the published table. */
  readonly segments: readonly RfmSegment[] | null;
}

/**
 * Lens 2: what changed between two periods.
 * Source: Fader, Hardie, Ross, The Customer-Base Audit (2022), chapter 4.
 * @throws ClvError when nobody ordered in either period.
 */
export async function lens2(
  context: Omit<LensContext, 'period'>,
  { pair, fiscalYearStart, segments }: Lens2Options,
): Promise<LensReport> {
  const { mart } = context;
  mart.forget(lens2Relations.map(({ name }) => name));
  // RFM stands at the end of the second period: customers are grouped once for all.
  mart.set({
    other_from: pair.first.from,
    other_to: pair.first.to,
    from_date: pair.second.from,
    to_date: pair.second.to,
    rfm_from: null,
    rfm_to: pair.second.to,
  });
  const totals = await pairTotals(mart, pair);
  const everybody = sum([totals.active.first, totals.active.second]);
  if (everybody.customers === 0) throw bothPeriodsEmpty(pair.first.label, pair.second.label);
  const { metric, note } = chooseMetric(context.metric, everybody);
  mart.set({ metric });

  const scope: Lens2Scope = { ...context, pair, totals, metric, fiscalYearStart };
  const parts = [
    attribution(scope),
    overlap(scope),
    groups(scope),
    await sameCustomers(scope),
    await upDown(scope),
    await switching(scope),
    await segmentMovement(scope, segments),
    await distributions(scope),
    await cohortMix(scope),
    ...(context.by === null ? [] : [await byAttribute(scope, context.by)]),
  ];
  const tables = parts.flatMap((part) => part.tables);
  return {
    tables: [...tables, patterns(scope, tables)],
    figures: figures(scope, tables),
    identities: parts.flatMap((part) => part.identities),
    notes: [note, ...parts.flatMap((part) => part.notes ?? [])],
    warnings: pair.warnings,
    answers: answers(scope, tables),
  };
}
