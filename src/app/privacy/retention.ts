import { addMonths } from '../../common/calendar.js';
import { fitAgain, nothingBefore, outsideStays } from '../../common/messages/privacy.js';
import type { Result } from '../../common/result.js';
import { observe } from '../../mart/observe.js';
import type { Store } from '../../store/store.js';
import { loadedWorkspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { createLedger, textFact, writeTextFact } from '../ledger.js';
import { openMart } from '../open-mart.js';
import { withWorkspaceReader, withWorkspaceRewrite } from '../open-store.js';
import { otherSides } from '../other-sides.js';
import { appendFact } from '../runs/append-fact.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import { deleteRows, type Erased, eraseRefused } from './erase.js';
import { erasedTable } from './forget.js';
import { RETENTION_BEFORE } from './gate.js';
import { customerTables, rebuildStored } from './rebuild.js';
import { removeRowFiles } from './workspace-files.js';

/**
 * Erases rows from more than so many months before the end of observation, and customers of whom nothing later is
 * left; later loads leave such rows out. Rows that were refused are erased, for they have no day to go by.
 */
export async function applyRetention(
  months: number,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  await loadedWorkspace(settings.workspace.path);
  const { asOf } = await withWorkspaceReader(settings, context, (store) =>
    observe(openMart(store, settings, context)),
  );
  if (asOf === null) throw nothingBefore();
  const limit = addMonths(asOf, -months);
  const { before, erased } = await withWorkspaceRewrite(
    settings,
    context,
    async (store) => {
      await createLedger(store);
      const known = await textFact(store, RETENTION_BEFORE);
      const day = known !== null && known > limit ? known : limit;
      return { before: day, erased: await store.transaction(() => erase(store, day, settings, context)) };
    },
    async (workspace) => {
      await removeRowFiles(workspace);
    },
  );
  appendFact(context, 'retention_before', before);
  return workspaceResult(context, settings, `Nothing from before ${before} is kept`, {
    tables: [erasedTable(erased)],
    notes: [fitAgain(), outsideStays(), ...(await otherSides(settings))],
  });
}

async function erase(store: Store, before: string, settings: Settings, context: RunContext): Promise<Erased> {
  const old = `order_ts < timestamp '${before}'`;
  await store.run(`create or replace temporary table leaving as
    select customer_id from order_lines group by customer_id having max(order_ts) < timestamp '${before}'
    union
    select customer_id from customer_records
    where customer_id not in (select customer_id from order_lines)
    group by customer_id having max(greatest(acquisition_ts, record_ts, valid_from)) < timestamp '${before}'`);
  const erased: Record<string, number> = { order_lines: await deleteRows(store, 'order_lines', old) };
  for (const table of ['customer_records', 'customer_record_attributes']) {
    erased[table] = await deleteRows(store, table, 'customer_id in (select customer_id from leaving)');
  }
  await store.run('drop table leaving');
  // Scores were made of rows that are gone; the next run makes new ones.
  if ((await customerTables(store)).includes('scores'))
    erased.scores = await deleteRows(store, 'scores', 'true');
  // They keep refused rows from bringing deleted orders back, and no refused row stays.
  erased.deleted_orders = await deleteRows(store, 'deleted_orders', 'true');
  const refused = await eraseRefused(store, async () => {
    erased.quarantine = await deleteRows(store, 'quarantine', 'true');
  });
  await store.run('insert into erased_lines values ($reason, $lines)', {
    reason: 'retention',
    lines: erased.order_lines! + refused,
  });
  await writeTextFact(store, RETENTION_BEFORE, before);
  await rebuildStored(store, settings, context);
  return erased;
}
