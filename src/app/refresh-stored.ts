import { STORED_RELATIONS } from '../mart/fingerprint.js';
import type { OrderKey } from '../mart/merge.js';
import { patchRelations } from '../mart/patch.js';
import { buildFrom, lineFacts } from '../mart/stored-lines.js';
import { closeTouched, isMostTouched } from '../mart/touched.js';
import type { Store } from '../store/store.js';
import type { RunContext } from './context.js';
import { type WarehouseFacts, writeWarehouseFacts } from './ledger.js';
import { storeMargins } from './margins.js';
import { allRelations, martVars, openMart } from './open-mart.js';
import type { Settings } from './settings.js';

/**
 * Brings the stored relations up to date after the source tables have changed, and writes the facts of the warehouse.
 * Only the rows of what `openTouched` says are recomputed, unless that is most of the base, or the relations have been
 * built with other settings; then `sameLines` may be a table that holds the very lines that are stored. To be called in
 * the load's transaction.
 */
export async function refreshStored(
  store: Store,
  settings: Settings,
  context: RunContext,
  before: WarehouseFacts,
  next: WarehouseFacts,
  sameLines: string | null = null,
): Promise<void> {
  const whole: Settings = { ...settings, period: { ...settings.period, asOf: null } };
  await storeMargins(store, settings.mart);
  const stands = STORED_RELATIONS.every((name) => before.fingerprints[name] === next.fingerprints[name]);
  if (stands && !(await isMostTouched(store))) {
    await patchRelations(store, STORED_RELATIONS, {
      list: allRelations,
      vars: martVars(whole),
      checks: settings.runtime.checks,
      progress: context.progress,
    });
  } else {
    await buildStored(store, whole, context, sameLines);
  }
  await closeTouched(store);
  await writeWarehouseFacts(store, next);
}

/** Builds all stored relations from the stored lines, or from a table that holds the same. */
export async function buildStored(
  store: Store,
  settings: Settings,
  context: RunContext,
  sameLines: string | null = null,
): Promise<void> {
  const mart = openMart(store, settings, context, 'stored');
  if (sameLines !== null) return buildFrom(mart, sameLines, STORED_RELATIONS);
  mart.tell(await lineFacts(store));
  await mart.build(STORED_RELATIONS);
}

/** What an order with an id goes by in this workspace. */
export function orderKeyOf({ ingest }: Settings): OrderKey {
  return ingest.orderCollisions === 'split' ? 'id and customer' : 'id';
}
