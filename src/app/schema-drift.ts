import { join } from 'node:path';
import { writeFileAtomic } from '../common/files.js';
import { newColumns, schemaAccepted, schemaDrifted, stillKeptOut } from '../common/messages/schema.js';
import type { Note } from '../common/result.js';
import { shownPath } from '../common/shown-path.js';
import { normalName } from '../ingest/roles.js';
import type { Store } from '../store/store.js';
import type { Workspace } from '../store/workspace.js';
import {
  type AmountSizes,
  ENOUGH_BEYOND,
  knownWith,
  sizeBinSql,
  sizesWithout,
  TAIL,
  type UnusualSizes,
  unusualSizes,
} from './amount-sizes.js';
import { keepOut, settleKeptOut, stillOut } from './kept-out.js';
import { textFact, writeTextFact } from './ledger.js';
import type { FileReading } from './read-files.js';
import type { Settings } from './settings.js';

/** What data of one role look like: enough to tell that a later batch is another thing. */
export interface RoleSchema {
  /**
   * Sets of columns that have come together, each by normalised name as it is written: orders and returns may come in
   * files of their own.
   */
  readonly layouts: readonly Layout[];
  /** Columns whose filled cells are nearly all numbers, or nearly none. */
  readonly kinds: Readonly<Record<string, 'number' | 'text'>>;
  readonly rows: number;
  /** Median of the absolute amounts; null where there are none. */
  readonly medianAmount: number | null;
  /** Of all batches so far; absent where none had amounts since this is kept. */
  readonly sizes?: AmountSizes;
}

type Layout = Readonly<Record<string, string>>;

export type DataSchema = Readonly<Record<string, RoleSchema>>;

export interface SchemaChange {
  readonly role: string;
  readonly column: string;
  readonly change: 'gone' | 'type' | 'scale' | 'mixed';
  readonly text: string;
}

const FACT = 'data_schema';
const MOST_LAYOUTS = 20;
const SAMPLE_ROWS = 20_000;
/** With fewer rows a median says little. */
const ENOUGH_ROWS = 100;
/** Cents for euros, or the other way round. */
const SCALE = 20;

/**
 * Compares a batch with the ones before it. Throws (exit 3) when a column is gone, has another type, or amounts are of
 * another size, unless that is accepted; the workspace is stale from then on. New columns are fine, and named.
 */
export async function checkSchema(
  store: Store,
  workspace: Workspace,
  reading: FileReading,
  settings: Settings,
  accept: boolean,
): Promise<Note[]> {
  const before = JSON.parse((await textFact(store, FACT)) ?? '{}') as DataSchema;
  const now = await schemaOf(store, reading, before);
  const changes = schemaChanges(before, now);
  if (changes.length > 0 && !accept) {
    const files = reading.files.map(({ name }) => name);
    const texts = changes.map(({ text }) => text);
    const roles = changes.map(({ role }) => role);
    await keepOut(store, { files, changes: texts, roles });
    const path = join(workspace.quarantine, `schema-${reading.files[0]!.sha256.slice(0, 8)}.json`);
    await writeFileAtomic(
      path,
      `${JSON.stringify({ files: reading.files, changes, before, now }, null, 2)}\n`,
    );
    throw schemaDrifted(files, texts, shownPath(path, settings.cwd));
  }
  const missing = await stillOut(store, reading);
  return [
    ...(missing.length > 0 ? [stillKeptOut(missing)] : []),
    ...(changes.length > 0 ? [schemaAccepted(changes.map(({ text }) => text))] : []),
    ...Object.entries(now).flatMap(([role, { layouts }]) => {
      const columns = layouts[0]!;
      const known = before[role]?.layouts ?? [columns];
      const fresh = Object.keys(columns).filter((name) => !known.some((layout) => name in layout));
      return fresh.length > 0
        ? [
            newColumns(
              role,
              fresh.map((name) => columns[name]!),
            ),
          ]
        : [];
    }),
  ];
}

/** Remembers, in the load's transaction, what the data look like now. */
export async function recordSchema(store: Store, reading: FileReading): Promise<void> {
  const before = JSON.parse((await textFact(store, FACT)) ?? '{}') as DataSchema;
  const now = await schemaOf(store, reading, before);
  const roles = Object.entries(now).map(([role, after]) => [role, grown(before[role], after)]);
  await writeTextFact(store, FACT, JSON.stringify({ ...before, ...Object.fromEntries(roles) }));
  await settleKeptOut(store, reading);
}

/** What is not as before, by role and column. */
export function schemaChanges(before: DataSchema, now: DataSchema): SchemaChange[] {
  return Object.entries(now).flatMap(([role, after]) => {
    const known = before[role];
    return known === undefined
      ? []
      : [
          ...gone(role, known, after),
          ...retyped(role, known, after),
          ...(rescaled(role, known, after) ?? mixed(role, known, after)),
        ];
  });
}

/** What is known once a batch is in: its layout takes the place of one that it only adds to. */
function grown(known: RoleSchema | undefined, after: RoleSchema): RoleSchema {
  if (known === undefined) return after;
  const [layout] = after.layouts;
  const others = known.layouts.filter((one) => missing(one, layout!).length > 0);
  const isEnough = after.rows >= ENOUGH_ROWS && after.medianAmount !== null;
  // A batch without amounts says nothing of them.
  const sizes =
    after.sizes === undefined
      ? known.sizes
      : knownWith(known.sizes, after.sizes, amountsChanged(known, after));
  return {
    layouts: [...others, layout!].slice(-MOST_LAYOUTS),
    kinds: { ...known.kinds, ...after.kinds },
    rows: isEnough ? after.rows : known.rows,
    medianAmount: isEnough ? after.medianAmount : known.medianAmount,
    ...(sizes === undefined ? {} : { sizes }),
  };
}

function missing(known: Layout, now: Layout): string[] {
  return Object.keys(known)
    .filter((name) => !(name in now))
    .map((name) => known[name]!);
}

/** Columns that are not there of the layout that is nearest. */
function gone(role: string, { layouts }: RoleSchema, after: RoleSchema): SchemaChange[] {
  const lacking = layouts
    .map((layout) => missing(layout, after.layouts[0]!))
    .reduce((least, next) => (next.length < least.length ? next : least));
  return lacking.map((column) => ({
    role,
    column,
    change: 'gone',
    text: `${role}: column ${column} is gone`,
  }));
}

function retyped(role: string, known: RoleSchema, after: RoleSchema): SchemaChange[] {
  return Object.entries(known.kinds)
    .filter(([name, kind]) => after.kinds[name] !== undefined && after.kinds[name] !== kind)
    .map(([column, kind]) => ({
      role,
      column,
      change: 'type',
      text: `${role}: ${column} was ${kind === 'number' ? 'a number' : 'text'} and is ${kind === 'number' ? 'text' : 'a number'}`,
    }));
}

function amountsChanged(known: RoleSchema, after: RoleSchema): boolean {
  return rescaled('', known, after) !== null || mixed('', known, after).length > 0;
}

/** Null where the amounts as a whole are as large as before. */
function rescaled(role: string, known: RoleSchema, after: RoleSchema): SchemaChange[] | null {
  const [was, is] = [known.medianAmount, after.medianAmount];
  if (!was || !is || known.rows < ENOUGH_ROWS || after.rows < ENOUGH_ROWS) return null;
  if (is < was * SCALE && was < is * SCALE) return null;
  const text = `${role}: the median amount was ${was.toFixed(2)} and is ${is.toFixed(2)}`;
  return [{ role, column: 'amount', change: 'scale', text }];
}

/** Some amounts among usual ones are as large, or as small, as hardly any was. */
function mixed(role: string, known: RoleSchema, after: RoleSchema): SchemaChange[] {
  if (known.sizes === undefined || after.sizes === undefined) return [];
  const found = unusualSizes(known.sizes, after.sizes);
  if (found === null) return [];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const size = (limit: number) => limit.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  const text = `${role}: ${percent(found.share)} of the amounts are ${found.side} ${size(found.limit)}, of those before at most ${percent(TAIL)} (in another unit or currency?)`;
  return [{ role, column: 'amount', change: 'mixed', text }];
}

/** A reading that rows were left out of is another one. */
const schemas = new WeakMap<FileReading, DataSchema>();

async function schemaOf(store: Store, reading: FileReading, before: DataSchema): Promise<DataSchema> {
  const known = schemas.get(reading) ?? (await withoutFewOrders(store, before, await lookAt(store, reading)));
  schemas.set(reading, known);
  return known;
}

/** Unusual amounts of a few orders are no other unit, however many lines these have: they are not counted. */
async function withoutFewOrders(store: Store, before: DataSchema, now: DataSchema): Promise<DataSchema> {
  const [known, orders] = [before.orders?.sizes, now.orders];
  if (known === undefined || orders?.sizes === undefined) return now;
  const unusual = unusualSizes(known, orders.sizes);
  if (unusual === null || (await ordersBeyond(store, unusual)) >= ENOUGH_BEYOND) return now;
  const less = { ...now, orders: { ...orders, sizes: sizesWithout(orders.sizes, unusual) } };
  return withoutFewOrders(store, before, less);
}

async function ordersBeyond(store: Store, { side, bin }: UnusualSizes): Promise<number> {
  const { orders } = await store.one(
    `select count(*) as orders from (
      select distinct order_id, customer_id from incoming.main.order_lines
      where amount <> 0 and ${sizeBinSql('cast(abs(amount) as double)')} ${side === 'above' ? '>' : '<'} $bin
    )`,
    { bin },
  );
  return Number(orders);
}

async function lookAt(store: Store, { intake }: FileReading): Promise<DataSchema> {
  const schema: Record<string, RoleSchema> = {};
  for (const role of new Set(intake.files.map((file) => file.role))) {
    const files = intake.files.filter((file) => file.role === role && file.rowsRead > 0);
    if (files.length === 0) continue;
    const read = files.flatMap(({ columns }) => columns.filter(({ why }) => why !== 'ignored'));
    schema[role] = {
      layouts: [Object.fromEntries(read.map(({ column }) => [normalName(column), column]))],
      rows: files.reduce((sum, file) => sum + file.rowsUsed, 0),
      ...(role === 'orders' ? await valuesOf(store) : { kinds: {}, medianAmount: null }),
    };
  }
  return schema;
}

async function valuesOf(store: Store): Promise<Pick<RoleSchema, 'kinds' | 'medianAmount' | 'sizes'>> {
  const rows = await store.rows(`
    with lines as (select product_id, category, attributes from incoming.main.order_lines limit ${SAMPLE_ROWS}),
    cells as (
      select 'product_id' as name, product_id as cell from lines
      union all
      select 'category', category from lines
      union all
      select name, attribute_of(attributes, name) as cell
      from (select attributes, unnest(json_keys(attributes)) as name from lines where attributes is not null)
    )
    select name, count(cell) as filled, count(try_cast(cell as double)) as numbers
    from cells group by name having count(cell) > 0 order by name`);
  const kinds: Record<string, 'number' | 'text'> = {};
  for (const { name, filled, numbers } of rows) {
    const share = Number(numbers) / Number(filled);
    if (share >= 0.95) kinds[String(name)] = 'number';
    else if (share <= 0.05) kinds[String(name)] = 'text';
  }
  const sizes = await store.rows(
    `with amounts as materialized (
      select cast(abs(amount) as double) as amount, count(*) as lines
      from incoming.main.order_lines where amount <> 0 group by abs(amount)
    ),
    places as (
      select amount, lines, sum(lines) over (order by amount) as upto, sum(lines) over () as total from amounts
    ),
    middle as (
      select avg(amount) as median from places where 2 * upto >= total and 2 * (upto - lines) <= total
    )
    select ${sizeBinSql('amount')} as bin, sum(lines) as lines, max(median) as median
    from amounts cross join middle group by bin order by bin`,
  );
  if (sizes.length === 0) return { kinds, medianAmount: null };
  return {
    kinds,
    medianAmount: Number(sizes[0]!.median),
    sizes: Object.fromEntries(sizes.map(({ bin, lines }) => [String(bin), Number(lines)])),
  };
}
