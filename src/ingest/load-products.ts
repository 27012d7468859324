import { costsRounded, marginConvention, missingColumn, productTwice } from '../common/messages/ingest.js';
import type { Note } from '../common/result.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { type DateStyle, inRange, instant } from './instant-sql.js';
import { decimal, hasManyDecimals, numberText, plainStyle } from './number-sql.js';
import type { MappedSource } from './prepare-lines.js';
import { dateStyle, readRecords } from './read-records.js';
import type { Role } from './roles.js';
import type { IngestSettings } from './settings.js';
import type { NamedSource } from './sources.js';

/** Reads products files into `products`, one row per product and `valid_from`. */
export async function loadProducts(
  store: Store,
  sources: readonly NamedSource[],
  settings: IngestSettings,
  notes: Note[],
  each: (one: NamedSource, work: () => Promise<{ read: number; used: number }>) => Promise<void>,
): Promise<void> {
  await store.run(
    'create or replace table products (product_id varchar, category varchar, margin_pct decimal(9,6), unit_cost decimal(18,4), valid_from timestamp)',
  );
  for (const one of sources) {
    await each(one, () => loadFile(store, one, settings, notes));
  }
  await requireOneEach(store, sources);
}

async function loadFile(
  store: Store,
  one: NamedSource,
  settings: IngestSettings,
  notes: Note[],
): Promise<{ read: number; used: number }> {
  const names = one.source.table.columns.map(({ name }) => name);
  if (!one.mapping.byRole.has('product_id')) throw missingColumn(one.source.name, 'product_id', names, false);
  const dates = await dateStyle(store, one, 'valid_from', settings, notes);
  const counts = await readRecords(store, one, (rows) => judged(one, dates, settings, rows));
  const { rounded } = await store.one('select count(*) as rounded from records where is_cost_rounded');
  if (Number(rounded) > 0) notes.push(costsRounded(one.source.name, Number(rounded)));
  const percent = await marginsArePercentages(store, one, notes);
  const margin = percent ? 'margin / 100' : 'margin';
  await store.run(
    `insert into products select distinct product_id, category, cast(${margin} as decimal(9,6)), unit_cost, valid_from from records`,
  );
  return counts;
}

function judged(
  { mapping, source }: MappedSource,
  dates: DateStyle,
  settings: IngestSettings,
  rows: string,
): string {
  const cell = (role: Role) => {
    const index = mapping.byRole.get(role);
    return index === undefined ? null : `c${index}`;
  };
  const number = (role: Role) => {
    const index = mapping.byRole.get(role);
    if (index === undefined) return 'cast(null as varchar)';
    const typed = source.table.columns[index]!.kind === 'number';
    return numberText(`replace(c${index}, '%', '')`, typed ? plainStyle : settings);
  };
  const category = cell('category');
  const from = cell('valid_from');
  const typed = [
    `nullif(trim(${cell('product_id')}), '') as product_id`,
    `${category === null ? 'cast(null as varchar)' : `nullif(trim(${category}), '')`} as category`,
    `try_cast(${number('margin_pct')} as decimal(9,6)) as margin`,
    `${mapping.byRole.has('margin_pct') ? `coalesce(contains(${cell('margin_pct')}, '%'), false)` : 'false'} as percent_sign`,
    `${decimal(number('unit_cost'))} as unit_cost`,
    `${hasManyDecimals(number('unit_cost'))} as is_cost_rounded`,
    `${from === null ? 'cast(null as timestamp)' : instant(from, dates)} as valid_from`,
  ];
  const say = (test: string, reason: string, role: Role) => {
    const index = mapping.byRole.get(role);
    return index === undefined
      ? ''
      : `when ${test} then {'reason': ${literal(reason)}, 'field': ${literal(source.table.columns[index]!.name)}, 'value': c${index}}`;
  };
  const filled = (role: Role) => `trim(${cell(role)}) <> ''`;
  const problems = [
    source.opened.format === 'csv' || source.opened.format === 'parquet'
      ? ''
      : `when malformed then {'reason': 'malformed_row', 'field': 'row', 'value': cast(null as varchar)}`,
    say('product_id is null', 'missing_product', 'product_id'),
    say(`${filled('margin_pct')} and margin is null`, 'bad_margin', 'margin_pct'),
    say(`${filled('unit_cost')} and unit_cost is null`, 'bad_cost', 'unit_cost'),
    say(`${filled('valid_from')} and valid_from is null`, 'bad_timestamp', 'valid_from'),
    say(`not ${inRange('valid_from')}`, 'timestamp_out_of_range', 'valid_from'),
  ];
  return `(select *, case ${problems.join(' ')} end as problem from (select *, ${typed.join(', ')} from ${rows}))`;
}

/** `41` and `41 %` against `0.41`, decided for the column as a whole. */
async function marginsArePercentages(store: Store, one: NamedSource, notes: Note[]): Promise<boolean> {
  const index = one.mapping.byRole.get('margin_pct');
  if (index === undefined) return false;
  const row = await store.one(
    'select count(margin) as n, coalesce(max(abs(margin)) > 1 or bool_or(percent_sign), false) as percent from records',
  );
  if (Number(row.n) === 0) return false;
  notes.push(marginConvention(one.source.name, one.source.table.columns[index]!.name, row.percent === true));
  return row.percent === true;
}

async function requireOneEach(store: Store, sources: readonly NamedSource[]): Promise<void> {
  if (sources.length > 1) {
    await store.run('create or replace temp table records as select distinct * from products');
    await store.run('delete from products');
    await store.run('insert into products select * from records');
  }
  const rows = await store.rows(
    'select product_id, count(*) over () as n from (select product_id, valid_from from products group by all having count(*) > 1) group by product_id order by product_id limit 5',
  );
  if (rows.length > 0) {
    const files = sources.map(({ source }) => source.name).join(', ');
    throw productTwice(
      files,
      rows.map(({ product_id }) => String(product_id)),
      Number(rows[0]!.n),
    );
  }
}
