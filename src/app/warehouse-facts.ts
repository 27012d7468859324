import { fingerprint, STORED_RELATIONS } from '../mart/fingerprint.js';
import type { WarehouseFacts } from './ledger.js';
import { marginsText } from './margins.js';
import { allRelations, martVars } from './open-mart.js';
import type { FileReading } from './read-files.js';
import type { Settings } from './settings.js';

/** The facts of the warehouse after its relations were built anew from the rows that are there. */
export function rebuiltFacts(before: WarehouseFacts, settings: Settings): WarehouseFacts {
  const vars = { ...martVars(settings), as_of: null };
  return {
    ...before,
    fingerprints: Object.fromEntries(
      STORED_RELATIONS.map((name) => [name, fingerprint(allRelations, name, vars, before.margins)]),
    ),
  };
}

/** The facts of the warehouse after a load. */
export function nextFacts(before: WarehouseFacts, reading: FileReading, settings: Settings): WarehouseFacts {
  const next: WarehouseFacts = {
    timeZone: settings.ingest.timeZone,
    currency: before.currency ?? reading.currency,
    attributeNames: [...new Set([...before.attributeNames, ...reading.attributeNames])].sort(),
    hasCategories: before.hasCategories || reading.hasCategories,
    hasProducts: before.hasProducts || reading.hasProducts,
    margins: marginsText(settings.mart),
    fingerprints: {},
  };
  return rebuiltFacts(next, settings);
}
