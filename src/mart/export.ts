import { OWN_NAME } from '../store/export.js';
import { identifier, isFormula, literal } from '../store/sql.js';
import type { Mart } from './build.js';
import type { Relation } from './relation.js';
import { visibleOnly } from './visible.js';

export type ExportForm = 'csv' | 'parquet' | 'ndjson';

/**
 * Writes a relation to a file, ordered by its key (else by all columns), so that the bytes don't depend on
 * the number of threads. Customers who may not be shown are left out. Text that a spreadsheet would take for a formula gets a leading quote in CSV.
 */
export async function exportRelation(
  mart: Mart,
  relation: Relation,
  path: string,
  form: ExportForm,
): Promise<number> {
  await mart.build([relation.name]);
  const names = relation.columns.map(({ name }) => identifier(name));
  const order = relation.key.length > 0 ? relation.key.map(identifier) : names;
  const selected = relation.columns.map(({ name, type }) =>
    form === 'csv' && type === 'VARCHAR'
      ? `${withoutFormula(identifier(name))} as ${identifier(name)}`
      : identifier(name),
  );
  const visible = await visibleOnly(mart, relation);
  const query = `select ${selected.join(', ')} from ${mart.table(relation.name)}${visible} order by ${order.map((name) => `${mart.table(relation.name)}.${name}`).join(', ')}`;
  await mart.store.run(`copy (${query}) to ${literal(path)} (${OPTIONS[form]}, ${OWN_NAME})`);
  const { n } = await mart.store.one(`select count(*) as n from ${mart.table(relation.name)}${visible}`);
  return Number(n);
}

const OPTIONS: Readonly<Record<ExportForm, string>> = {
  csv: "format csv, header true, delimiter ',', quote '\"', escape '\"'",
  parquet: 'format parquet, compression zstd',
  ndjson: 'format json, array false',
};

function withoutFormula(column: string): string {
  return `case when ${isFormula(column)} then '''' || ${column} else ${column} end`;
}
