import { chooseMetric } from '../metric.js';
import type { LensContext, LensReport } from '../report.js';
import { answers } from './answers.js';
import { buyingPatterns } from './buying-patterns.js';
import { byAttribute } from './by-attribute.js';
import type { Cohort } from './cohort.js';
import { evolution } from './evolution.js';
import { figures } from './figures.js';
import { cohortLife } from './life.js';
import { normalPattern } from './normal.js';
import { lens3Relations } from './relations.js';
import { repeatBuying } from './repeat-buying.js';
import type { Lens3Scope } from './scope.js';
import { secondPurchase } from './second-purchase.js';
import { valueToDate } from './value-to-date.js';

export interface Lens3Options {
  /** From `chooseCohort`. */
  readonly cohort: Cohort;
}

/**
 * Lens 3: one cohort over its life.
 * Source: Fader, Hardie, Ross, The Customer-Base Audit (2022), chapter 5.
 */
export async function lens3(
  context: Omit<LensContext, 'period'>,
  { cohort }: Lens3Options,
): Promise<LensReport> {
  const { mart } = context;
  mart.forget(lens3Relations.map(({ name }) => name));
  mart.set({
    cohort_start: cohort.from,
    cohort_end: cohort.to,
    cohort_granularity: cohort.granularity,
  });
  const life = await cohortLife(mart, cohort);
  const { metric, note } = chooseMetric(context.metric, life.total);
  mart.set({ metric });

  const scope: Lens3Scope = { ...context, cohort, life, metric };
  const parts = [
    evolution(scope),
    repeatBuying(scope),
    await buyingPatterns(scope),
    await secondPurchase(scope),
    await valueToDate(scope),
    ...(context.by === null ? [] : [await byAttribute(scope, context.by)]),
  ];
  const tables = parts.flatMap((part) => part.tables);
  return {
    tables: [...tables, normalPattern(scope, tables)],
    figures: figures(scope, tables),
    identities: parts.flatMap((part) => part.identities),
    notes: [note, ...cohort.notes, ...parts.flatMap((part) => part.notes ?? [])],
    warnings: cohort.warnings,
    answers: answers(scope, tables),
  };
}
