import type { SourceFile } from '../common/result.js';
import type { Store } from '../store/store.js';

/** What was loaded, file by file. The same bytes are never loaded twice. */
export interface LoadedFile extends SourceFile {
  readonly rowsUsed: number;
  readonly rowsQuarantined: number;
  readonly rowsIgnored: number;
}

export interface LoadEntry {
  readonly number: number;
  readonly files: readonly LoadedFile[];
  /** Stored lines that gave way to lines of this load. */
  readonly linesReplaced: number;
  /** Null for mended rows, which are unlike any other load. */
  readonly profile: LoadProfile | null;
}

/** What one load looked like, to notice when another looks different. */
export interface LoadProfile {
  readonly rows: number;
  /** Decimal string. */
  readonly money: string;
  /** Share of the lines without a value, by column. */
  readonly nullShares: Readonly<Record<string, number>>;
}

/** Facts about the whole warehouse that a report needs: currency, names of attributes, what relations were built with. */
export interface WarehouseFacts {
  /** Zone in which the instants of the last load were read; null in a warehouse without loads. */
  readonly timeZone: string | null;
  readonly currency: string | null;
  readonly attributeNames: readonly string[];
  readonly hasCategories: boolean;
  readonly hasProducts: boolean;
  readonly margins: string;
  readonly fingerprints: Readonly<Record<string, string>>;
}

export async function createLedger(store: Store): Promise<void> {
  await store.run(`
    create table if not exists loaded_files (load_number integer, name varchar, role varchar, bytes bigint,
      sha256 varchar, rows_read bigint, rows_used bigint, rows_quarantined bigint, rows_ignored bigint);
    create table if not exists loads (load_number integer primary key, lines_replaced bigint, profile varchar);
    create table if not exists warehouse_facts (key varchar primary key, value varchar);
    create table if not exists watermarks (name varchar primary key, bytes bigint, sha256 varchar, first_load integer);
    create table if not exists deleted_orders (order_id varchar, customer_id varchar, load_number integer);
    create table if not exists tombstones (hash varchar primary key);
    create table if not exists erased_lines (reason varchar, lines bigint);
    create table if not exists quarantine (file varchar, row_number bigint, field varchar, value varchar,
      reason varchar, amount decimal(18,4), raw varchar, header varchar)`);
}

export async function loadedFiles(store: Store): Promise<(LoadedFile & { loadNumber: number })[]> {
  const rows = await store.rows('select * from loaded_files order by load_number, name');
  return rows.map((row) => ({
    loadNumber: Number(row.load_number),
    name: String(row.name),
    role: String(row.role),
    bytes: Number(row.bytes),
    sha256: String(row.sha256),
    rows: Number(row.rows_read),
    rowsUsed: Number(row.rows_used),
    rowsQuarantined: Number(row.rows_quarantined),
    rowsIgnored: Number(row.rows_ignored),
  }));
}

export async function loads(store: Store): Promise<Omit<LoadEntry, 'files'>[]> {
  const rows = await store.rows('select * from loads order by load_number');
  return rows.map((row) => ({
    number: Number(row.load_number),
    linesReplaced: Number(row.lines_replaced),
    profile: JSON.parse(String(row.profile)) as LoadProfile | null,
  }));
}

export async function recordLoad(
  store: Store,
  { number, files, linesReplaced, profile }: LoadEntry,
): Promise<void> {
  await store.run('insert into loads values ($number, $replaced, $profile)', {
    number,
    replaced: linesReplaced,
    profile: JSON.stringify(profile),
  });
  for (const file of files) {
    await store.run(
      `insert into loaded_files values ($number, $name, $role, $bytes, $sha256, $read, $used, $quarantined, $ignored)`,
      {
        number,
        name: file.name,
        role: file.role,
        bytes: file.bytes,
        sha256: file.sha256,
        read: file.rows,
        used: file.rowsUsed,
        quarantined: file.rowsQuarantined,
        ignored: file.rowsIgnored,
      },
    );
  }
}

/** Rows that were read and are erased, by the reason. */
export async function erasedLines(store: Store): Promise<Record<string, number>> {
  const rows = await store.rows(
    'select reason, sum(lines) as lines from erased_lines group by reason having sum(lines) > 0 order by reason',
  );
  return Object.fromEntries(rows.map(({ reason, lines }) => [String(reason), Number(lines)]));
}

/** A fact of the warehouse that is one text. */
export async function textFact(store: Store, key: string): Promise<string | null> {
  const [row] = await store.rows('select value from warehouse_facts where key = $key', { key });
  return row === undefined ? null : String(row.value);
}

export async function writeTextFact(store: Store, key: string, value: string): Promise<void> {
  await store.run('insert or replace into warehouse_facts values ($key, $value)', { key, value });
}

export async function warehouseFacts(store: Store): Promise<WarehouseFacts> {
  const rows = await store.rows('select key, value from warehouse_facts');
  const value = (key: string) => rows.find((row) => row.key === key)?.value as string | undefined;
  return JSON.parse(value('facts') ?? 'null') ?? EMPTY;
}

export async function writeWarehouseFacts(store: Store, facts: WarehouseFacts): Promise<void> {
  await store.run(`insert or replace into warehouse_facts values ('facts', $value)`, {
    value: JSON.stringify(facts),
  });
}

const EMPTY: WarehouseFacts = {
  timeZone: null,
  currency: null,
  attributeNames: [],
  hasCategories: false,
  hasProducts: false,
  margins: '',
  fingerprints: {},
};
