import { filesWithoutOrders } from '../common/messages/load.js';
import type { Lineage } from '../common/result.js';
import { planOf } from '../ingest/ingest.js';
import { releaseLines } from '../ingest/stage.js';
import type { Mart } from '../mart/build.js';
import { createSourceTables } from '../mart/create-sources.js';
import { scores } from '../mart/list/scores.js';
import { type Observation, observe } from '../mart/observe.js';
import type { Store } from '../store/store.js';
import type { RunContext } from './context.js';
import { openMart } from './open-mart.js';
import { withThrowAwayStore } from './open-store.js';
import { readFiles } from './read-files.js';
import { readWorkspace } from './read-workspace.js';
import type { BaseNeeds, Reading } from './reading.js';
import type { Settings } from './settings.js';
import { withRelationsReader } from './upgrade/relations.js';

/** The customer base, ready for lenses: relations are built as they are asked for. */
export interface Base {
  readonly store: Store;
  readonly mart: Mart;
  readonly reading: Reading;
  readonly observation: Observation;
  readonly lineage: Lineage;
  /** Says that no lens to come goes back to single lines: those of files give their memory back. */
  readonly leaveLines: () => Promise<void>;
}

/**
 * Opens the customer base of the files named, else of the workspace, and runs the work on it.
 * From files nothing is left behind; the workspace is read only.
 */
export async function withBase<T>(
  settings: Settings,
  context: RunContext,
  needs: BaseNeeds | 'everything',
  work: (base: Base) => Promise<T>,
): Promise<T> {
  if (settings.sources.some(({ role }) => role === 'orders')) {
    return withThrowAwayStore(settings, context, async (store, scratch) => {
      const mart = openMart(store, settings, context);
      const reading = await readFiles(store, mart, settings, context, needs, scratch);
      await createSourceTables(store, scores);
      const base = await finishBase(store, mart, settings, reading);
      if (!readsLines(needs) && !planOf(reading.intake).ordersWhole) await releaseLines(store);
      return work({
        ...base,
        leaveLines: async () => (readsBaskets(needs) ? undefined : releaseLines(store)),
      });
    });
  }
  if (settings.sourcesFrom === 'command line' && settings.sources.length > 0) {
    throw filesWithoutOrders(settings.sources.map(({ role }) => role));
  }
  return withRelationsReader(settings, context, async (store, _, warnings) => {
    const mart = openMart(store, settings, context);
    const reading = await readWorkspace(store, mart, settings, warnings);
    return work(await finishBase(store, mart, settings, reading));
  });
}

/** Whether something after the orders goes back to the lines. */
function readsLines(needs: BaseNeeds | 'everything'): boolean {
  if (needs === 'everything' || needs.columns.has('product_id') || needs.columns.has('category')) return true;
  return readsBaskets(needs);
}

/** Whether customers are told apart by what their first order held. */
function readsBaskets(needs: BaseNeeds | 'everything'): boolean {
  if (needs === 'everything') return true;
  return [needs.attribute, needs.cohortAttribute].some(
    (name) => name === 'first_category' || name === 'first_product',
  );
}

/** What every reading is followed by: the end of observation, and the account of the rows. */
export async function finishBase(
  store: Store,
  mart: Mart,
  settings: Settings,
  reading: Reading,
): Promise<Base> {
  const observation = await observe(mart);
  await mart.build(['line_counts']);
  const [counts] = await mart.rows(
    `select lines, cancelled_lines, dropped_zero_lines from {{ ref('line_counts') }}`,
  );
  const left = {
    cancelled_order: Number(counts!.cancelled_lines),
    zero_value: Number(counts!.dropped_zero_lines),
    after_as_of: observation.linesAfter,
  };
  const rowsIgnored = {
    ...reading.rowsIgnored,
    ...Object.fromEntries(Object.entries(left).filter(([, rows]) => rows > 0)),
  };
  return {
    store,
    mart,
    reading,
    observation,
    leaveLines: async () => {},
    lineage: {
      files: reading.files,
      rowsRead: reading.rowsRead,
      rowsUsed: Number(counts!.lines) - left.cancelled_order - left.zero_value - left.after_as_of,
      rowsQuarantined: reading.rowsQuarantined,
      rowsIgnored,
      asOf: observation.asOf,
      configDigest: settings.config.digest,
    },
  };
}
