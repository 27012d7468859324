import { relationCheckFailed } from '../common/messages/mart.js';
import type { Progress } from '../common/progress.js';
import { identifier } from '../store/sql.js';
import type { Bindings, Store } from '../store/store.js';
import { failedChecks } from './checks.js';
import { compile, relationText, textBeside } from './compile.js';
import { transitiveInputs } from './fingerprint.js';
import type { Relation, VarName, Vars } from './relation.js';
import { touchedLines } from './touched.js';

export interface PatchOptions {
  /** Every relation that the names and their inputs may name. */
  readonly list: readonly Relation[];
  readonly vars: Vars;
  readonly checks: boolean;
  readonly progress: Progress;
}

/**
 * Brings stored relations up to date with what `openTouched` says has changed: of a relation of orders or customers the
 * rows of those are deleted, and made again by its text over their rows alone; a global one is rebuilt. The tables must
 * stand as the same texts and vars have built them.
 */
export async function patchRelations(
  store: Store,
  names: readonly string[],
  options: PatchOptions,
): Promise<void> {
  const patch = new Patch(store, names, options);
  try {
    await patch.collectKeys();
    for (const relation of options.list) if (names.includes(relation.name)) await patch.bring(relation);
  } finally {
    await patch.drop();
  }
}

/** Rows of a temporary table by which rows of relations are found; they may stand in it twice. */
interface Keys {
  readonly table: string;
  readonly rows: number;
  readonly of: 'order' | 'customer' | 'day';
  /** What the table is made of when it is first read; absent = it stands. */
  readonly text?: string;
  /** Those of them that may have rows already; absent = all. */
  readonly stored?: string;
  /** The keys of which these are some. */
  readonly among?: Keys;
}

/** What decides that a row of a relation may have changed. */
type Concern = 'orders' | 'buyers' | 'recorded' | 'both' | 'days';

const DAY = 'order_date';
const STORED_ORDERS = 'patch_stored_orders';
const NO_DAYS: Keys = { table: 'patch_days', of: 'day', rows: 0 };
/** To count stored lines is no reason to look up the profit of each. */
const countedLines = (lines: string) => `(select *, cast(1 as bigint) as lines from ${lines})`;
const FROM_LINES = ['order_lines', 'products', 'margins'];
const FROM_RECORDS = ['customer_records', 'customer_record_attributes'];

class Patch {
  private keys!: Readonly<Record<Concern, Keys>>;
  /** Rows of the orders may stand already. */
  private hasStored = true;
  /** Few of the orders stand already. */
  private mostAreNew = false;
  private readonly restricted = new Map<string, string>();
  private readonly views: string[] = [];
  private readonly tables: string[] = [];

  constructor(
    private readonly store: Store,
    private readonly names: readonly string[],
    private readonly options: PatchOptions,
  ) {}

  async collectKeys(): Promise<void> {
    const { orders, stored, records } = await this.store.one(`select
      (select count(*) from touched_orders) as orders,
      (select count(*) from touched_orders where is_stored) as stored,
      (select count(*) from touched_records) as records`);
    this.hasStored = Number(stored) > 0;
    this.mostAreNew = Number(stored) < Number(orders) / 2;
    const key = async (table: string, text: string) => {
      const { Count } = await this.store.one(`create or replace temporary table ${table} as ${text}`);
      this.tables.push(table);
      return Number(Count);
    };
    const keys = (table: string, of: Keys['of'], rows: number) => ({ table, of, rows });
    if (this.hasStored)
      await key(STORED_ORDERS, 'select distinct order_id, customer_id from touched_orders where is_stored');
    const lines = 'select distinct customer_id from touched_orders';
    // One for each order at most; those who go on from their rows are not asked for.
    const buyers = { ...keys('patch_buyers', 'customer', Number(orders)), text: lines };
    const recorded = keys('touched_records', 'customer', Number(records));
    const either = `${lines} union select customer_id from touched_records`;
    this.keys = {
      orders: { ...keys('touched_orders', 'order', Number(orders)), stored: STORED_ORDERS },
      buyers,
      recorded,
      both: recorded.rows === 0 ? buyers : keys('patch_both', 'customer', await key('patch_both', either)),
      days: NO_DAYS,
    };
    // Filled when the orders are patched.
    await key(NO_DAYS.table, 'select cast(null as date) as order_date limit 0');
  }

  async bring(relation: Relation): Promise<void> {
    const adds = relation.adds === true && !this.hasStored;
    const keys = adds ? this.keys.orders : this.keys[this.concernOf(relation)];
    if (relation.materialized === 'view' || keys.rows === 0) return;
    this.options.progress.stage(`building ${relation.name}`);
    if (adds) await this.addRows(relation, keys);
    else if (relation.continuedBy !== undefined && this.mostAreNew)
      await this.continueRows(relation, relation.continuedBy, keys);
    else if (relation.scope === 'global') await this.rebuild(relation);
    else await this.replaceRows(relation, await this.made(keys));
  }

  private async made(keys: Keys): Promise<Keys> {
    if (keys.text === undefined || this.tables.includes(keys.table)) return keys;
    await this.store.run(`create or replace temporary table ${keys.table} as ${keys.text}`);
    this.tables.push(keys.table);
    return keys;
  }

  async drop(): Promise<void> {
    const texts = [
      ...this.views.map((view) => `drop view if exists ${view}`),
      ...this.tables.map((table) => `drop table if exists ${table}`),
    ];
    await this.store.run(texts.join(';')).catch(() => {});
  }

  private async rebuild(relation: Relation): Promise<void> {
    const { text, vars } = compile(relationText(relation), inputOf(relation, identifier));
    await this.store.run(
      `create or replace table ${identifier(relation.name)} as\n${text}`,
      this.bindings(vars),
    );
    await this.check(relation, identifier);
  }

  private async replaceRows(relation: Relation, keys: Keys): Promise<void> {
    const fresh = await this.freshRows(relation, keys);
    const table = identifier(relation.name);
    if (keys.of !== 'order') {
      await this.store.run(`delete from ${table} as whole where ${isAmong(relation, keys)}`);
    } else {
      const days = relation.columns.some(({ name }) => name === DAY);
      const old = this.hasStored ? await this.oldRows(relation, keys, days) : null;
      if (days) await this.addDays(old === null ? [fresh] : [old, fresh]);
      if (old !== null)
        await this.store.run(`delete from ${table} where rowid in (select place from ${old})`);
    }
    await this.store.run(`insert into ${table} by name select * from ${fresh}`);
  }

  /** The places of the rows that stand of the keys, and their days. */
  private oldRows(relation: Relation, keys: Keys, days: boolean): Promise<string> {
    return this.temporary(
      `old_${relation.name}`,
      `select rowid as place${days ? `, ${DAY}` : ''} from ${identifier(relation.name)} as whole
        where ${isAmong(relation, keys, keys.stored)}`,
      [],
    );
  }

  /** New orders alone add to what is there. */
  private async addRows(relation: Relation, keys: Keys): Promise<void> {
    const fresh = await this.freshRows(relation, keys);
    const table = identifier(relation.name);
    const columns = relation.columns.map(({ name, type }) =>
      relation.key.includes(name)
        ? identifier(name)
        : `cast(sum(${identifier(name)}) as ${type}) as ${identifier(name)}`,
    );
    const key = relation.key.map(identifier).join(', ');
    await this.store.run(`create or replace table ${table} as
      select ${columns.join(', ')} from (select * from ${table} union all by name select * from ${fresh})
      ${key === '' ? '' : `group by ${key}`}`);
  }

  /**
   * Customers of new orders go on from the rows that stand, so that nobody has to look for their earlier orders; those
   * among the keys whom that does not tell are made anew.
   */
  private async continueRows(relation: Relation, continuedBy: string, keys: Keys): Promise<void> {
    const table = identifier(relation.name);
    const text = textBeside(relation, continuedBy);
    const fresh: string[] = [];
    for (const input of relation.inputs)
      if (keyColumns(this.named(input), this.keys.orders) !== null)
        fresh.push(await this.rowsOf(input, this.keys.orders));
    const buyers = await this.someKeys('patch_new_buyers', customersOf(fresh), keys);
    const changed = customersOf([this.keys.recorded.table, ...(this.hasStored ? [STORED_ORDERS] : [])]);
    await this.temporary('changed_customers', changed, []);
    const made = await this.freshRows(relation, buyers, this.keys.orders);
    const standing = `standing_${relation.name}`;
    const read = [...new Set(Array.from(text.matchAll(/\bstanding\.(\w+)/g), ([, name]) => name!))];
    const columns = read.map((name) => (name === 'place' ? 'rowid as place' : name));
    const compiled = compile(text, (name) =>
      name === `${relation.name}_of_new_orders` ? made : identifier(name),
    );
    const continued = await this.temporary(
      continuedBy,
      `with ${standing} as materialized (
        select ${columns.join(', ')} from ${table} as whole where ${isAmong(relation, buyers)}
      )
      select * from (${compiled.text}\n)`,
      compiled.vars,
    );
    const others = await this.someKeys(
      'patch_others',
      `(${customersOf([buyers.table, 'changed_customers'])}) except ${customersOf([continued])}`,
      keys,
    );
    const own = relation.columns.map(({ name }) => identifier(name)).join(', ');
    await this.store.run(`delete from ${table} where rowid in (select place from ${continued})`);
    await this.store.run(`insert into ${table} (${own}) select ${own} from ${continued}`);
    if (others.rows > 0) await this.replaceRows(relation, others);
  }

  private async someKeys(table: string, text: string, among: Keys): Promise<Keys> {
    const { Count } = await this.store.one(`create or replace temporary table ${table} as ${text}`);
    this.tables.push(table);
    return { table, of: among.of, rows: Number(Count), among };
  }

  /**
   * The rows that the text makes of the keys' rows alone, in a temporary table. Inputs whose rows belong to orders may be
   * read by keys of their own.
   */
  private async freshRows(relation: Relation, keys: Keys, orders = keys): Promise<string> {
    const tables = new Map<string, string>();
    for (const input of relation.inputs) {
      const hasOrders = keyColumns(this.named(input), orders) !== null;
      tables.set(input, await this.rowsOf(input, hasOrders ? orders : keys));
    }
    const tableOf = (name: string) => tables.get(name) ?? identifier(name);
    const { text, vars } = compile(relationText(relation), inputOf(relation, tableOf));
    const fresh = await this.temporary(`fresh_${relation.name}`, text, vars);
    if (keys.of === 'order') this.restricted.set(placeOf(relation.name, keys), fresh);
    // Only touched rows can break a rule, and sums over touched customers add up like those over all.
    tables.set(relation.name, fresh);
    await this.check(relation, tableOf);
    return fresh;
  }

  private async addDays(tables: readonly string[]): Promise<void> {
    const texts = tables.map((table) => `select ${DAY} from ${table}`);
    const { Count } = await this.store.one(`insert into patch_days ${texts.join(' union ')}`);
    this.keys = { ...this.keys, days: { ...NO_DAYS, rows: Number(Count) } };
  }

  /** The rows of a relation that belong to the keys, as a table or view made for this patch. */
  private async rowsOf(name: string, keys: Keys): Promise<string> {
    const relation = this.named(name);
    if (keyColumns(relation, keys) === null) return identifier(name);
    const place = placeOf(name, keys);
    const known = this.restricted.get(place);
    if (known !== undefined) return known;
    let made: string;
    if (relation.materialized === 'view') {
      const tables = new Map<string, string>();
      for (const input of relation.inputs) tables.set(input, await this.rowsOf(input, keys));
      const { text } = compile(relationText(relation), (input) => tables.get(input)!);
      made = identifier(place);
      await this.store.run(`create or replace temporary view ${made} as\n${text}`);
      this.views.push(made);
    } else {
      // Lines that nobody has to look for are read where they are.
      made =
        (await this.knownLines(relation, keys)) ??
        (await this.temporary(place, this.rowsText(relation, keys), []));
    }
    this.restricted.set(place, made);
    return made;
  }

  private async knownLines({ name }: Relation, keys: Keys): Promise<string | null> {
    return name === 'order_lines' && keys.of === 'order' ? touchedLines(this.store) : null;
  }

  private rowsText(relation: Relation, keys: Keys): string {
    // Wide rows of a large table cost more than to find them.
    const columns = this.columnsRead(relation, keys).map(identifier).join(', ');
    return `select ${columns} from ${identifier(relation.name)} as whole where ${isAmong(relation, keys)}`;
  }

  /** Columns that relations to patch by these keys name when they read this one; all of them where one asks for all. */
  private columnsRead(relation: Relation, keys: Keys): string[] {
    const readers = this.options.list.filter(
      (reader) =>
        this.names.includes(reader.name) &&
        reader.scope !== 'global' &&
        reader.inputs.includes(relation.name) &&
        (reader.materialized === 'view' ||
          this.keys[this.concernOf(reader)].table === (keys.among ?? keys).table),
    );
    const texts = readers.flatMap((reader) => [
      relationText(reader),
      ...reader.checks.flatMap((check) => (check.kind === 'identity' ? [check.left, check.right] : [])),
    ]);
    const all = texts.some((text) => /select\s+\*|\.\*/.test(text));
    return relation.columns
      .map(({ name }) => name)
      .filter((name) => all || texts.some((text) => new RegExp(`\\b${name}\\b`).test(text)));
  }

  private async temporary(name: string, text: string, vars: readonly VarName[]): Promise<string> {
    await this.store.run(
      `create or replace temporary table ${identifier(name)} as\n${text}`,
      this.bindings(vars),
    );
    this.tables.push(identifier(name));
    return identifier(name);
  }

  private async check(relation: Relation, tableOf: (name: string) => string): Promise<void> {
    if (!this.options.checks) return;
    const failed = await failedChecks(this.store, relation, tableOf, (names) => this.bindings(names));
    if (failed.length > 0) throw relationCheckFailed(relation.name, failed);
  }

  private concernOf(relation: Relation): Concern {
    if (relation.scope === 'day') return 'days';
    const inputs = transitiveInputs(this.options.list, relation.name);
    const lines = FROM_LINES.some((name) => inputs.has(name));
    const records = FROM_RECORDS.some((name) => inputs.has(name));
    if (lines && records) return 'both';
    if (records) return 'recorded';
    return relation.scope === 'order' ? 'orders' : 'buyers';
  }

  private bindings(names: readonly VarName[]): Bindings {
    return Object.fromEntries(names.map((name) => [name, this.options.vars[name]]));
  }

  private named(name: string): Relation {
    const relation = this.options.list.find((one) => one.name === name);
    if (!relation) throw new Error(`unknown relation: ${name}`);
    return relation;
  }
}

function customersOf(tables: readonly string[]): string {
  return tables.map((table) => `select customer_id from ${table}`).join(' union ');
}

/** What the text of a relation reads in the place of an input. */
function inputOf({ name }: Relation, tableOf: (input: string) => string): (input: string) => string {
  return (input) =>
    name === 'line_counts' && input === 'line_profits'
      ? countedLines(tableOf('order_lines'))
      : tableOf(input);
}

function placeOf(name: string, keys: Keys): string {
  return `${keys.table}_${name}`;
}

/** Columns of a relation that name the order (or return), customer or day of a row; null = it has none. */
function keyColumns(relation: Relation, { of }: Keys): readonly string[] | null {
  const has = (name: string) => relation.columns.some((column) => column.name === name);
  if (of === 'day') return has(DAY) ? [DAY] : null;
  if (!has('customer_id')) return null;
  if (of === 'customer') return ['customer_id'];
  const order = ['order_id', 'return_id'].find(has);
  return order === undefined ? null : [order, 'customer_id'];
}

const KEY_COLUMNS = { order: ['order_id', 'customer_id'], customer: ['customer_id'], day: [DAY] } as const;

/** Condition on rows named `whole`. */
function isAmong(relation: Relation, keys: Keys, table = keys.table): string {
  const equal = keyColumns(relation, keys)!.map(
    (column, k) => `whole.${column} = touched.${KEY_COLUMNS[keys.of][k]}`,
  );
  return `exists (select 1 from ${table} as touched where ${equal.join(' and ')})`;
}
