import { scoredDayOfFiles } from '../../common/messages/audit.js';
import { SCORED_KINDS } from '../../lenses/fixed-day.js';
import type { Mart } from '../../mart/build.js';
import { literal } from '../../store/sql.js';
import type { RunContext } from '../context.js';
import { withThrowAwayStore } from '../open-store.js';
import type { Settings } from '../settings.js';
import { type AuditOptions, fixedDay } from './options.js';
import type { ScoredDay } from './score-day.js';

/** Files of tiers and tenths by value on earlier days, in a run's private folder. */
export type ScoredDays = readonly ScoredDay[];

/**
 * Scores the customers as they stood on the days whose tiers or tenths by value a report is split by, with the newest model
 * that saw nothing later: neither the histories nor the parameters know what came after.
 */
export async function withScoredDays<T>(
  options: AuditOptions,
  settings: Settings,
  context: RunContext,
  work: (scored: ScoredDays) => Promise<T>,
): Promise<T> {
  const days = daysOf(options, settings);
  if (days.length === 0) return work([]);
  if (settings.sources.some(({ role }) => role === 'orders')) throw scoredDayOfFiles();
  const { scoreDay } = await import('./score-day.js');
  return withThrowAwayStore(settings, context, async (store, scratch) => {
    const scored = [];
    for (const day of days) scored.push(await scoreDay(store, scratch, day, settings, context));
    return work(scored);
  });
}

/** Puts the groups where `fixedDayGroups` reads them. */
export async function storeScoredDays({ store }: Mart, scored: ScoredDays): Promise<void> {
  await store.run(
    'create or replace temporary table scored_days (customer_id varchar, as_of date, tier varchar, decile varchar)',
  );
  for (const { day, path } of scored)
    await store.run(
      `insert into scored_days select customer_id, date ${literal(day)}, tier, decile from read_parquet(${literal(path)})`,
    );
}

function daysOf({ cohortBy }: AuditOptions, { period }: Settings): string[] {
  const asked = [fixedDay(period.by, '--by'), 'asOf' in cohortBy ? cohortBy : null];
  const days = asked.flatMap((each) =>
    each !== null && SCORED_KINDS.some((kind) => kind === each.kind) ? [each.asOf] : [],
  );
  return [...new Set(days)];
}
