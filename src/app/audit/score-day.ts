import { join } from 'node:path';
import { noModelByThen } from '../../common/messages/audit.js';
import { newestModelBy } from '../../registry/newest-model.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import { loadedWorkspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { scoreBase } from '../modelling/score-base.js';
import { scoreOptions } from '../modelling/score-options.js';
import type { Settings } from '../settings.js';

/** A file with the tiers and tenths by value on an earlier day, and the model that told them. */
export interface ScoredDay {
  readonly day: string;
  readonly path: string;
  readonly modelId: string;
}

/** Scores the customers as they stood on a day, by the newest model that saw nothing later, into a file in `scratch`. */
export async function scoreDay(
  store: Store,
  scratch: string,
  day: string,
  settings: Settings,
  context: RunContext,
): Promise<ScoredDay> {
  const { models } = await loadedWorkspace(settings.workspace.path);
  const stored = await newestModelBy(models, day);
  if (stored === null) throw noModelByThen(day);
  context.progress.stage(`scoring customers as of ${day}`);
  const then: Settings = { ...settings, period: { ...settings.period, asOf: day } };
  await scoreBase(async () => store, scratch, stored, scoreOptions({}, settings.cwd), then, context);
  const path = join(scratch, `scored-${day}.parquet`);
  await store.run(`copy (
    select customer_id, tier,
      right('0' || cast(ntile(10) over (order by clv desc, customer_id) as varchar), 2) as decile
    from scores where x is not null
  ) to ${literal(path)} (format parquet)`);
  for (const view of ['scores', 'histories', 'cells']) await store.run(`drop view ${view}`);
  await store.run('drop table parts');
  return { day, path, modelId: stored.id };
}
