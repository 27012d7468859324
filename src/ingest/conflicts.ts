import { deepFreeze } from '../common/result.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { keepPlan, planOf } from './ingest.js';
import type { FileIntake, Intake } from './intake.js';
import { checkLimits, ignoredOf, sumReasons } from './limits.js';
import { headerOf, inOrder, type LineFile, relationOf } from './load-lines.js';
import { insertRefused } from './quarantine.js';
import type { IngestSettings } from './settings.js';
import { lineCount } from './stage.js';
import { moneySums, refusalNotes } from './summary.js';
import { thoroughLines } from './thorough-lines.js';

/**
 * Moves the lines of order ids that stand under several customers from `order_lines` to `quarantine`, by a second look at
 * the files; with `orderCollisions: 'split'` they stay. Returns the intake with the new counts.
 *
 * Throws ClvError when this takes the refused rows over the limit.
 */
export async function quarantineOrderConflicts(
  store: Store,
  settings: IngestSettings,
  intake: Intake,
): Promise<Intake> {
  const plan = planOf(intake);
  if (settings.orderCollisions === 'split' || !intake.hasOrderIds) return intake;
  const { Count: conflicts } = await store.one(
    'create or replace temp table conflicts as select order_id from order_lines where has_order_id group by order_id having min(customer_id) <> max(customer_id)',
  );
  if (Number(conflicts) === 0) return intake;
  const inConflict = 'order_id in (select order_id from conflicts) and has_order_id';
  const { n: expected } = await store.one(
    `select ${lineCount(plan.stage)} as n from ${plan.stage.table} where ${inConflict}`,
  );
  await store.run(`delete from ${plan.stage.table} where ${inConflict}`);
  let moved = 0;
  const byFile = new Map<string, number>();
  for (const file of plan.files) {
    if (!file.rules.columns.has('order_id')) continue;
    const count = await moveConflicts(store, file);
    byFile.set(file.source.name, count);
    moved += count;
  }
  if (moved !== Number(expected)) throw new Error(`${expected} lines in conflict, ${moved} found again`);
  const files = intake.files.map((file) => withConflicts(file, byFile.get(file.name) ?? 0));
  const sums = await moneySums(store, plan.stage, files);
  const notes = intake.notes.filter(({ code }) => code !== 'rows_refused' && code !== 'missing_customer');
  const changed: Intake = {
    ...intake,
    ...sums,
    files,
    rowsUsed: intake.rowsUsed - moved,
    rowsQuarantined: intake.rowsQuarantined + moved,
    refused: sumReasons(files),
    notes: [...notes, ...refusalNotes(files, sums)],
  };
  await checkLimits(store, changed, settings);
  return keepPlan(deepFreeze(changed), plan);
}

async function moveConflicts(store: Store, file: LineFile): Promise<number> {
  const { source, rules } = file;
  await source.makeNumberable();
  const field = literal(rules.names.get('order_id')!);
  return inOrder(store, true, async () => {
    const rows = thoroughLines(rules, relationOf(file, { numbered: true, raw: true }));
    await store.run(
      `create or replace temp table judged as select n, raw, filed_amount, {'reason': 'order_customer_conflict', 'field': ${field}, 'value': order_id} as problem from ${rows} where problem is null and order_id in (select order_id from conflicts)`,
    );
    const { Count } = await store.one(insertRefused(source.name, headerOf(source), 'judged', 'filed_amount'));
    return Number(Count);
  });
}

function withConflicts(file: FileIntake, moved: number): FileIntake {
  if (moved === 0 || file.role !== 'orders' || ignoredOf(file) > 0) return file;
  return {
    ...file,
    rowsUsed: file.rowsUsed - moved,
    rowsQuarantined: { ...file.rowsQuarantined, order_customer_conflict: moved },
  };
}
