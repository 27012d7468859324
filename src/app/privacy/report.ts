import { basename, relative } from 'node:path';
import type { Result, Row, Table } from '../../common/result.js';
import { originalValues } from '../../ingest/quarantine-csv.js';
import { personalKind } from '../../privacy/personal-columns.js';
import { identifier } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { erasedLines, textFact } from '../ledger.js';
import { withWorkspaceReader } from '../open-store.js';
import { otherSides } from '../other-sides.js';
import { formOf } from '../quarantine/export-rows.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import { RETENTION_BEFORE } from './gate.js';
import { PSEUDONYM_KEY } from './pseudonym-key.js';
import { rowFiles } from './workspace-files.js';

/** Which personal data the workspace holds, and where; what was forgotten, and what customers agreed to. */
export async function privacyReport(settings: Settings, context: RunContext): Promise<Result> {
  return withWorkspaceReader(settings, context, async (store, workspace) => {
    const isPseudonymous = (await textFact(store, PSEUDONYM_KEY)) !== null;
    const places = [
      ...(await idColumns(store, isPseudonymous)),
      ...(await attributeColumns(store)),
      ...(await rawRows(store)),
      ...(await files(workspace)),
    ];
    return workspaceResult(
      context,
      settings,
      isPseudonymous
        ? 'Personal data of the workspace · ids are pseudonyms'
        : 'Personal data of the workspace',
      {
        tables: [placesTable(places), await consents(store), await state(store)],
        notes: await otherSides(settings),
      },
    );
  });
}

async function idColumns(store: Store, isPseudonymous: boolean): Promise<Row[]> {
  const tables = await store.rows(`select columns.table_name from duckdb_columns() as columns
    inner join duckdb_tables() as tables using (database_name, schema_name, table_name)
    where columns.column_name = 'customer_id' and not tables.temporary and not columns.internal
    order by 1`);
  const rows: Row[] = [];
  for (const { table_name } of tables) {
    const { n } = await store.one(`select count(*) as n from ${identifier(String(table_name))}`);
    rows.push({
      place: `table ${table_name}`,
      column: 'customer_id',
      kind: isPseudonymous ? 'pseudonym' : 'customer id',
      rows: Number(n),
    });
  }
  return rows;
}

/** Attributes of orders and of customers, with what they look like. */
async function attributeColumns(store: Store): Promise<Row[]> {
  const customers = await store.rows(`select name, count(*) as n from customer_record_attributes
    where kind = 'attribute' group by name order by name`);
  const orders = await store.rows(`select name, count(*) as n
    from (select unnest(json_keys(attributes)) as name from order_lines where attributes is not null)
    group by name order by name`);
  const row = (place: string) => (found: { name?: unknown; n?: unknown }) => ({
    place,
    column: String(found.name),
    kind: personalKind(String(found.name)) ?? 'attribute',
    rows: Number(found.n),
  });
  return [
    ...customers.map(row('table customer_record_attributes')),
    ...orders.map(row('table order_lines, attributes')),
  ];
}

/** What refused rows hold, by the columns of their file; those that don't come apart into them, as a whole. */
async function rawRows(store: Store): Promise<Row[]> {
  const place = 'table quarantine, refused rows';
  const groups = await store.rows('select file, header from quarantine group by all order by header, file');
  const filled = new Map<string | null, number>();
  const add = (column: string | null) => filled.set(column, (filled.get(column) ?? 0) + 1);
  for (const { file, header } of groups) {
    const rows = await store.rows(
      'select raw, header from quarantine where file = $file and header = $header',
      { file: file!, header: header! },
    );
    const names = JSON.parse(String(header)) as string[];
    const form = formOf(rows);
    for (const { raw } of rows) {
      const cells = originalValues(String(raw ?? ''), names, form);
      if (cells.length !== names.length) add(null);
      else for (const [i, name] of names.entries()) if (cells[i] !== '') add(name);
    }
  }
  return [...filled].map(([column, rows]) => ({
    place,
    column,
    kind: (column === null ? null : personalKind(column)) ?? 'refused row',
    rows,
  }));
}

async function files(workspace: Workspace): Promise<Row[]> {
  return (await rowFiles(workspace)).map((path) => ({
    place: `file ${relative(workspace.path, path)}`,
    column: null,
    kind: /\.duckdb$/.test(basename(path)) ? 'backup of the warehouse' : 'rows',
    rows: null,
  }));
}

function placesTable(rows: readonly Row[]): Table {
  return {
    id: 'personal',
    title: 'Where personal data are',
    section: 'Privacy',
    columns: [
      { id: 'place', title: 'place', type: 'text' },
      { id: 'column', title: 'column', type: 'text' },
      { id: 'kind', title: 'what it is', type: 'text' },
      { id: 'rows', title: 'rows', type: 'count' },
    ],
    rows,
  };
}

async function consents(store: Store): Promise<Table> {
  const rows = await store.rows(`select name, count(*) filter (value = 'true') as given,
      count(*) filter (value <> 'true') as refused
    from customer_profile_attributes where kind = 'consent' group by name order by name`);
  const hidden = await store.one(
    'select count(*) filter (not is_visible) as n, count(*) as of from customer_profiles',
  );
  return {
    id: 'consents',
    title: 'Consents of customers',
    section: 'Privacy',
    columns: [
      { id: 'name', title: 'consent', type: 'text' },
      { id: 'given', title: 'given', type: 'count' },
      { id: 'refused', title: 'not given', type: 'count' },
    ],
    rows: [
      ...rows.map((row) => ({
        name: String(row.name),
        given: Number(row.given),
        refused: Number(row.refused),
      })),
      { name: 'is_visible', given: Number(hidden.of) - Number(hidden.n), refused: Number(hidden.n) },
    ],
  };
}

async function state(store: Store): Promise<Table> {
  const { n } = await store.one('select count(*) as n from tombstones');
  const erased = await erasedLines(store);
  return {
    id: 'state',
    title: 'What was done',
    section: 'Privacy',
    layout: 'record',
    columns: [
      { id: 'forgotten_customers', title: 'customers forgotten, as hashes', type: 'count' },
      { id: 'forgotten_rows', title: 'rows erased or left out for them', type: 'count' },
      { id: 'retention_before', title: 'no rows are kept from before', type: 'text' },
      { id: 'retention_rows', title: 'rows erased or left out for that', type: 'count' },
    ],
    rows: [
      {
        forgotten_customers: Number(n),
        forgotten_rows: erased.forgotten ?? 0,
        retention_before: await textFact(store, RETENTION_BEFORE),
        retention_rows: erased.retention ?? 0,
      },
    ],
  };
}
