import type { Table } from '../common/result.js';

/** A row of a table of the report that the sentences quote. */
export function findRow(tables: readonly Table[], id: string, match: Readonly<Record<string, unknown>>) {
  return tables
    .find((table) => table.id === id)
    ?.rows.find((row) => Object.entries(match).every(([column, value]) => row[column] === value));
}
