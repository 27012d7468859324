import { join } from 'node:path';
import { noModelByThen, scoredDayOfFiles } from '../../common/messages/audit.js';
import { SCORED_KINDS } from '../../lenses/fixed-day.js';
import type { Mart } from '../../mart/build.js';
import { isOther } from '../../registry/model-file.js';
import type { StoredModel } from '../../registry/model-record.js';
import { currentId, loadAnyModel, modelIds } from '../../registry/read-models.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import { loadedWorkspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { scoreBase } from '../modelling/score-base.js';
import { scoreOptions } from '../modelling/score-options.js';
import { withThrowAwayStore } from '../open-store.js';
import type { Settings } from '../settings.js';
import { type AuditOptions, fixedDay } from './options.js';

/** Files of tiers and tenths by value on earlier days, in a run's private folder. */
export type ScoredDays = readonly { readonly day: string; readonly path: string; readonly modelId: string }[];

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

async function scoreDay(
  store: Store,
  scratch: string,
  day: string,
  settings: Settings,
  context: RunContext,
): Promise<ScoredDays[number]> {
  const { models } = await loadedWorkspace(settings.workspace.path);
  const stored = await newestBy(models, day);
  context.progress.stage(`scoring customers as of ${day}`);
  const then: Settings = { ...settings, period: { ...settings.period, asOf: day } };
  await scoreBase(store, scratch, stored, scoreOptions({}, settings.cwd), then, context);
  const path = join(scratch, `scored-${day}.parquet`);
  await store.run(`copy (
    select customer_id, tier,
      right('0' || cast(ntile(10) over (order by clv desc, customer_id) as varchar), 2) as decile
    from scores where x is not null
  ) to ${literal(path)} (format parquet)`);
  await store.run('drop view scores');
  for (const table of ['scored', 'cells', 'histories', 'parts']) await store.run(`drop table ${table}`);
  return { day, path, modelId: stored.id };
}

/** The usable model of purchases with the latest data up to the day; of equals the one in use, else the last by id. */
async function newestBy(models: string, day: string): Promise<StoredModel> {
  const inUse = await currentId(models);
  let best: StoredModel | null = null;
  for (const id of await modelIds(models)) {
    const stored = await loadAnyModel(models, id);
    if (isOther(stored) || stored.record.status !== 'usable' || stored.record.asOf > day) continue;
    if (best === null || rank(stored) >= rank(best)) best = stored;
  }
  if (best === null) throw noModelByThen(day);
  return best;

  function rank({ id, record }: StoredModel): string {
    return `${record.asOf} ${id === inUse ? 1 : 0} ${id}`;
  }
}
