import type { Mart } from '../../mart/build.js';
import { fixedDayGroups } from '../fixed-day.js';
import { publishedSegments, storeRules } from '../rfm/rules.js';
import { scoreHistory } from '../rfm/score.js';
import type { CohortContext } from './settings.js';

/** Fills `cohort_groups`: the name of each customer's cohort where it is not the period of acquisition. */
export async function storeGroups(context: CohortContext): Promise<void> {
  const { mart, cohortBy } = context;
  mart.set({
    cohort_by: cohortBy.kind === 'acquisition' ? null : cohortBy.kind,
    cohort_date: 'asOf' in cohortBy ? cohortBy.asOf : null,
  });
  await mart.store.run(
    'create or replace temporary table cohort_groups (customer_id varchar, cohort varchar)',
  );
  switch (cohortBy.kind) {
    case 'acquisition':
      return;
    case 'attribute':
      mart.set({ attribute: cohortBy.name });
      mart.forget(['customer_segments', 'customer_first_baskets']);
      await mart.build(['customer_segments']);
      return fill(mart, `select customer_id, segment as cohort from customer_segments`);
    default:
      return fill(mart, await fixedDayGroups(mart, cohortBy, context.segments));
  }
}

/**
 * Ends of periods (or of the observation) on which customers are put into segments, by which rules. Days that stand
 * already, with others or alone, are not scored again.
 */
export async function storeSegmentDays(
  mart: Mart,
  segments: CohortContext['segments'],
  days: readonly { readonly day: string; readonly period: number }[],
): Promise<void> {
  if (mart.stands('cohort_segments') && (await daysStand(mart, days))) return;
  await storeRules(mart, segments ?? publishedSegments);
  await mart.store.run('create or replace temporary table cohort_rfm_days (day date, period_index integer)');
  for (const { day, period } of days)
    await mart.store.run('insert into cohort_rfm_days values (cast($day as date), $period)', { day, period });
  mart.forget(['cohort_history']);
  await scoreHistory(mart, 'cohort_history');
}

async function daysStand(mart: Mart, days: readonly { readonly day: string }[]): Promise<boolean> {
  const rows = await mart.rows(`select day from {{ ref('cohort_rfm_days') }}`);
  return days.every(({ day }) => rows.some((row) => row.day === day));
}

async function fill(mart: Mart, select: string): Promise<void> {
  await mart.store.run(`insert into cohort_groups ${select}`);
}
