import { currencyOfReport, zoneOfWarehouse } from '../common/messages/load.js';
import type { Note } from '../common/result.js';
import type { Mart } from '../mart/build.js';
import { fingerprint, STORED_RELATIONS } from '../mart/fingerprint.js';
import type { Store } from '../store/store.js';
import { refuseStale } from './kept-out.js';
import { erasedLines, loadedFiles, loads, warehouseFacts } from './ledger.js';
import { marginsText, storeMargins } from './margins.js';
import { allRelations, martVars } from './open-mart.js';
import type { Reading } from './reading.js';
import type { Settings } from './settings.js';

/**
 * Reads what a workspace holds. Stored relations are taken as they stand where they were built with the same
 * settings; the others are built anew for this run, from the stored lines.
 */
export async function readWorkspace(
  store: Store,
  mart: Mart,
  settings: Settings,
  warnings: readonly Note[] = [],
): Promise<Reading> {
  await refuseStale(store, settings);
  const facts = await warehouseFacts(store);
  const { currency, timeZone } = settings.ingest;
  if (currency !== null && facts.currency !== null && currency !== facts.currency) {
    throw currencyOfReport(facts.currency, currency);
  }
  const margins = marginsText(settings.mart);
  if (margins !== facts.margins) await storeMargins(store, settings.mart, 'temporary');
  const vars = martVars(settings);
  const standing = STORED_RELATIONS.filter(
    (name) => facts.fingerprints[name] === fingerprint(allRelations, name, vars, margins),
  );
  for (const name of standing) mart.adopt(name);
  const files = await loadedFiles(store);
  const orders = files.filter(({ role }) => role === 'orders');
  const total = (part: (file: (typeof files)[number]) => number) =>
    orders.reduce((sum, file) => sum + part(file), 0);
  const replaced = (await loads(store)).reduce((sum, load) => sum + load.linesReplaced, 0);
  const ignored = total((file) => file.rowsIgnored);
  const erased = await erasedLines(store);
  return {
    currency: currency ?? facts.currency,
    files: files.map(({ name, role, bytes, sha256, rows }) => ({ name, role, bytes, sha256, rows })),
    rowsRead: total((file) => file.rows),
    rowsQuarantined: total((file) => file.rowsQuarantined),
    rowsIgnored: {
      ...(ignored > 0 ? { same_file: ignored } : {}),
      ...(replaced > 0 ? { replaced_by_later_load: replaced } : {}),
      ...erased,
    },
    attributeNames: facts.attributeNames,
    hasCategories: facts.hasCategories,
    hasProducts: facts.hasProducts,
    notes: [],
    warnings: [
      ...warnings,
      ...(facts.timeZone === null || facts.timeZone === timeZone
        ? []
        : [zoneOfWarehouse(facts.timeZone, timeZone)]),
    ],
    intake: null,
  };
}
