import { createRequire } from 'node:module';

/**
 * The engine's client, loaded when the first store is opened: that costs more than the rest of a small run. It is
 * required and not imported, since an import first looks through all its files for the names that they export, which
 * takes longer than to run them.
 */
export function engine(): typeof import('@duckdb/node-api') {
  return createRequire(import.meta.url)('@duckdb/node-api');
}
