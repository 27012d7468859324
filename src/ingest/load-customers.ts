import { missingColumn, unknownFlags } from '../common/messages/ingest.js';
import type { Note } from '../common/result.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { consentOf } from './consent.js';
import { type DateStyle, inRange, instant } from './instant-sql.js';
import { flag, isUnknownFlag } from './kind-sql.js';
import type { MappedSource } from './prepare-lines.js';
import { dateStyle, readRecords } from './read-records.js';
import type { Role } from './roles.js';
import type { IngestSettings } from './settings.js';
import type { NamedSource } from './sources.js';

/** Reads customers files into `customer_records` and `customer_record_attributes`. */
export async function loadCustomers(
  store: Store,
  sources: readonly NamedSource[],
  settings: IngestSettings,
  notes: Note[],
  each: (one: NamedSource, work: () => Promise<{ read: number; used: number }>) => Promise<void>,
): Promise<void> {
  await store.run(
    'create or replace table customer_records (file varchar, row_number bigint, customer_id varchar, acquisition_ts timestamp, record_ts timestamp, source_system varchar, is_visible boolean, valid_from timestamp)',
  );
  await store.run(
    'create or replace table customer_record_attributes (customer_id varchar, source_system varchar, record_ts timestamp, kind varchar, name varchar, value varchar, valid_from timestamp)',
  );
  for (const one of sources) {
    await each(one, () => loadFile(store, one, settings, notes));
  }
}

async function loadFile(
  store: Store,
  one: NamedSource,
  settings: IngestSettings,
  notes: Note[],
): Promise<{ read: number; used: number }> {
  const names = one.source.table.columns.map(({ name }) => name);
  if (!one.mapping.byRole.has('customer_id'))
    throw missingColumn(one.source.name, 'customer_id', names, false);
  const styles = {
    acquisition_ts: await dateStyle(store, one, 'acquisition_ts', settings, notes),
    record_ts: await dateStyle(store, one, 'record_ts', settings, notes),
    valid_from: await dateStyle(store, one, 'valid_from', settings, notes),
  };
  const counts = await readRecords(store, one, (rows) => judged(one, styles, rows));
  await store.run(
    `insert into customer_records select ${literal(one.source.name)}, n, customer_id, acquisition_ts, record_ts, source_system, is_visible, valid_from from records`,
  );
  await keepAttributes(store, one, notes);
  return counts;
}

const DATE_ROLES = ['acquisition_ts', 'record_ts', 'valid_from'] as const;

type DateRole = (typeof DATE_ROLES)[number];

function judged(
  { mapping, source }: MappedSource,
  styles: Readonly<Record<DateRole, DateStyle>>,
  rows: string,
): string {
  const cell = (role: Role) => {
    const index = mapping.byRole.get(role);
    return index === undefined ? null : `c${index}`;
  };
  const when = (role: DateRole) => {
    const column = cell(role);
    return column === null ? 'cast(null as timestamp)' : instant(column, styles[role]);
  };
  const id = cell('customer_id')!;
  const name = (role: Role) => literal(source.table.columns[mapping.byRole.get(role)!]?.name ?? role);
  const system = cell('source_system');
  const visible = cell('is_visible');
  const problems = [
    ...(source.opened.format === 'csv' || source.opened.format === 'parquet'
      ? []
      : [`when malformed then {'reason': 'malformed_row', 'field': 'row', 'value': cast(null as varchar)}`]),
    `when customer_id is null then {'reason': 'missing_customer', 'field': ${name('customer_id')}, 'value': ${id}}`,
  ];
  for (const role of DATE_ROLES) {
    const column = cell(role);
    if (column === null) continue;
    const say = (test: string, reason: string) =>
      problems.push(
        `when trim(${column}) <> '' and ${test} then {'reason': ${literal(reason)}, 'field': ${name(role)}, 'value': ${column}}`,
      );
    say(`${role} is null`, 'bad_timestamp');
    say(`not ${inRange(role)}`, 'timestamp_out_of_range');
  }
  const typed = [
    `nullif(trim(${id}), '') as customer_id`,
    ...DATE_ROLES.map((role) => `${when(role)} as ${role}`),
    `${system === null ? 'cast(null as varchar)' : `nullif(trim(${system}), '')`} as source_system`,
    `${visible === null ? 'cast(null as boolean)' : flag(visible, false)} as is_visible`,
  ];
  return `(select *, case ${problems.join(' ')} end as problem from (select *, ${typed.join(', ')} from ${rows}))`;
}

/** Every other column is an attribute, or a consent if its name says so; one statement a file, whatever its width. */
async function keepAttributes(store: Store, { mapping, source }: MappedSource, notes: Note[]): Promise<void> {
  const rows: string[] = [];
  for (const [index, { column, role, why }] of mapping.columns.entries()) {
    const cell = `c${index}`;
    const consent = role === null && why !== 'ignored' ? consentOf(column) : null;
    if (consent !== null || role === 'is_visible') await noteUnknown(store, source.name, column, cell, notes);
    if (role !== null || why === 'ignored' || why === 'personal' || why === 'other side') continue;
    const value =
      consent === null ? `trim(${cell})` : `cast(${consentValue(cell, consent.inverted)} as varchar)`;
    const kind = consent === null ? 'attribute' : 'consent';
    const name = consent === null ? column.trim() : consent.name;
    rows.push(`{'kind': '${kind}', 'name': ${literal(name)}, 'value': ${value}}`);
  }
  if (rows.length === 0) return;
  await store.run(
    `insert into customer_record_attributes select customer_id, source_system, record_ts, a.kind, a.name, a.value, valid_from from (select customer_id, source_system, record_ts, valid_from, unnest([${rows.join(', ')}]) as a from records) where a.value <> ''`,
  );
}

/** An unreadable answer is no consent. */
function consentValue(cell: string, inverted: boolean): string {
  return inverted ? `not ${flag(cell, true)}` : flag(cell, false);
}

async function noteUnknown(
  store: Store,
  file: string,
  column: string,
  cell: string,
  notes: Note[],
): Promise<void> {
  const rows = await store.rows(
    `select trim(${cell}) as word, count(*) as n from records where ${isUnknownFlag(cell)} group by 1 order by 2 desc, 1 limit 1000`,
  );
  if (rows.length === 0) return;
  const total = rows.reduce((sum, { n }) => sum + Number(n), 0);
  const words = rows.slice(0, 5).map(({ word }) => String(word));
  notes.push(unknownFlags(file, column, words, total));
}
