import { relationCheckFailed } from '../common/messages/mart.js';
import type { Progress } from '../common/progress.js';
import { identifier } from '../store/sql.js';
import type { Bindings, Store } from '../store/store.js';
import { failedChecks } from './checks.js';
import { compile, relationText, withValues } from './compile.js';
import { transitiveInputs, transitiveVars } from './fingerprint.js';
import { byPlaces, type LineFacts } from './line-facts.js';
import type { Check, Lack, Relation, RelationColumn, VarName, Vars } from './relation.js';
import { tableColumns } from './table-columns.js';
import { createTemporary, dropsOfTemporary } from './temporary-table.js';

export interface BuildOptions {
  /** Every relation that targets and their inputs may name. */
  readonly list: readonly Relation[];
  /** Run the relations' checks after each build. */
  readonly checks: boolean;
  /** `temporary` relations vanish with the connection and may be built over a read-only database. */
  readonly place: 'stored' | 'temporary';
  readonly progress: Progress;
}

/** Another text of a relation. */
interface OtherText {
  readonly text: string;
  readonly as: 'view' | 'table';
  /** In the place of the relation's own. */
  readonly checks: readonly Check[];
}

/**
 * The relations that stand in a store for one set of vars. `build` makes those that are missing,
 * inputs first; nothing is built twice.
 */
export class Mart {
  /** What stands, and the values of the vars that it was built with. */
  private readonly built = new Map<string, string>();
  private lacks: ReadonlySet<Lack> = new Set();
  private attributes: LineFacts['attributes'] = null;
  private readonly redirected = new Map<string, string>();
  private readonly reworded = new Map<string, OtherText>();
  private readonly narrowed = new Map<string, ReadonlySet<string>>();
  private readonly blanked = new Map<string, ReadonlySet<string>>();
  /** How often a relation was built or taken as built, and answers that hold until one of theirs is built again. */
  private readonly builds = new Map<string, number>();
  private readonly answers = new Map<string, ReturnType<Store['rows']>>();
  /** What was made of the rows of a relation, while it stands as it is. */
  private readonly kept = new Map<string, Map<string, Promise<unknown>>>();
  /** Temporary tables, and whether they stand behind a view. */
  private readonly made = new Map<string, boolean>();

  constructor(
    readonly store: Store,
    private vars: Vars,
    private readonly options: BuildOptions,
  ) {}

  /**
   * Changes vars. A relation that reads a changed one, itself or through its inputs, is built again when it is asked for,
   * unless the var has its old value again by then.
   */
  set(change: Partial<Vars>): void {
    this.vars = { ...this.vars, ...change };
  }

  /** Takes a relation that stands in the store already as built. */
  adopt(name: string): void {
    this.stood(name);
  }

  /** Whether a relation is built for the vars of now. */
  stands(name: string): boolean {
    return this.built.has(name) && this.built.get(name) === this.valuesFor(name);
  }

  /** Says what the data lack, so that constant columns are not computed. */
  lack(facts: readonly Lack[]): void {
    this.lacks = new Set(facts);
  }

  /** Says what all lines have in common: what they lack, and their attributes where these are few. */
  tell({ lacks, attributes }: LineFacts): void {
    this.lack(lacks);
    this.attributes = attributes;
  }

  /** Leaves columns out of a relation that this run builds: nobody in it reads them, and they cost. */
  narrow(name: string, without: readonly string[]): void {
    this.narrowed.set(name, new Set(without));
  }

  /** Leaves columns out that texts of this run name, but whose rows none of them reads: they are null. */
  blank(name: string, columns: readonly string[]): void {
    this.blanked.set(name, new Set(columns));
  }

  /** Lets relations be built again: what they read has changed. */
  forget(names: readonly string[]): void {
    for (const name of names) this.built.delete(name);
  }

  /** Lets every relation that reads one of these, itself or through its inputs, be built again; `spared` ones stay. */
  forgetReaders(names: readonly string[], spared: readonly string[]): void {
    for (const name of this.built.keys()) {
      const inputs = transitiveInputs(this.options.list, name);
      if (!spared.includes(name) && names.some((one) => inputs.has(one))) this.built.delete(name);
    }
  }

  /** Drops relations that this run has built and will not read again, and gives their memory back. */
  async discard(names: readonly string[]): Promise<void> {
    const drops = this.withdraw(names);
    if (drops.length > 0) await this.store.run(drops.join(';\n'));
  }

  /** Takes relations for not built any more, and gives the statements that drop them. */
  withdraw(names: readonly string[]): string[] {
    return this.options.list.flatMap((relation) => {
      if (!names.includes(relation.name) || !this.built.delete(relation.name)) return [];
      this.kept.delete(relation.name);
      const kind = this.isView(relation) ? 'view' : 'table';
      return kind === 'table' && this.options.place === 'temporary'
        ? dropsOfTemporary(relation.name, this.made)
        : [`drop ${kind} if exists ${identifier(relation.name)}`];
    });
  }

  /** Lets later relations read `table` where they say `ref(name)`. */
  redirect(name: string, table: string): void {
    this.redirected.set(name, table);
  }

  /** The same for a relation that something else than its text has made: it is not built. */
  replace(name: string, table: string): void {
    this.redirect(name, table);
    this.adopt(name);
  }

  /**
   * Lets a relation be a view (or a table) by another text that gives the same rows, or the columns that this run reads,
   * where less work leads to them. What that text reads is built before it.
   */
  reword(name: string, text: string, how: Partial<Omit<OtherText, 'text'>> = {}): void {
    this.reworded.set(name, { text, as: 'view', checks: this.named(name).checks, ...how });
  }

  /** Name of the table that holds a relation, for a statement's text. */
  table(name: string): string {
    return identifier(this.redirected.get(name) ?? name);
  }

  /**
   * A query that gives the rows of a relation, for one statement that reads all of them: over what it reads, which is built, unless it stands
   * itself. No column of lines is in it.
   */
  async query(name: string): Promise<string> {
    if (this.stands(name)) return `select * from ${this.table(name)}`;
    const relation = this.named(name);
    await this.build(this.inputsOf(relation));
    return withValues(this.textOf(relation), (input) => this.table(input), this.vars);
  }

  /** Checks what a statement has made of such a query as if it were the relation. */
  async checkInstead(name: string, table: string): Promise<void> {
    if (!this.stands(name)) await this.check(this.named(name), table);
  }

  async build(targets: readonly string[]): Promise<void> {
    for (const relation of this.order(targets)) {
      if (relation.scope === 'source' || this.stands(relation.name)) continue;
      await this.create(relation);
      this.stood(relation.name);
    }
  }

  /** Rows of a query that may use `ref` and `var` like a relation's text. */
  async rows(source: string, extra: Bindings = {}): ReturnType<Store['rows']> {
    const { text, vars } = compile(source, (name) => this.table(name));
    return this.store.rows(text, { ...this.bindings(vars), ...extra });
  }

  /** The same rows, asked of the store once while the relations that the query reads are not built again: several lenses ask alike. */
  rowsOnce(source: string, extra: Bindings = {}): ReturnType<Store['rows']> {
    const read: unknown[] = [];
    const { vars } = compile(source, (name) => {
      read.push(this.table(name), this.builds.get(name));
      return name;
    });
    const key = JSON.stringify([source, this.bindings(vars), extra, read]);
    const known = this.answers.get(key) ?? this.rows(source, extra);
    this.answers.set(key, known);
    return known;
  }

  /** What `make` makes of the rows of a relation, made once while these stay as they are. */
  once<T>(name: string, what: string, make: () => Promise<T>): Promise<T> {
    const made = this.kept.get(name) ?? new Map<string, Promise<unknown>>();
    this.kept.set(name, made);
    if (!made.has(what)) made.set(what, make());
    return made.get(what) as Promise<T>;
  }

  /** Numeric columns of such a query as typed arrays. */
  async columns<K extends string>(source: string, names: readonly K[]): Promise<Record<K, Float64Array>> {
    const { text, vars } = compile(source, (name) => this.table(name));
    return this.store.columns(text, names, this.bindings(vars));
  }

  /**
   * Builds a relation, once, by a text that gives the same rows from others that stand already: the columns that this run reads.
   * What that text reads is not built.
   */
  async buildFrom(name: string, text: string): Promise<void> {
    const relation = this.named(name);
    if (this.stands(name)) return;
    await this.build(relation.inputs);
    await this.create(relation, text);
    this.stood(name);
  }

  private stood(name: string): void {
    this.built.set(name, this.valuesFor(name));
    this.builds.set(name, (this.builds.get(name) ?? 0) + 1);
    this.kept.delete(name);
  }

  private async create(relation: Relation, source = this.textOf(relation)): Promise<void> {
    this.options.progress.stage(`building ${relation.name}`);
    const { text, vars } = this.isReworded(relation, 'view')
      ? { text: withValues(source, (name) => this.table(name), this.vars), vars: [] }
      : compile(source, (name) => this.table(name));
    const bindings = { ...this.bindings(vars), ...this.untold(relation, vars) };
    const name = identifier(relation.name);
    const computed =
      this.attributes === null || this.attributes.length === 0 ? text : byPlaces(text, this.attributes);
    const temporary = this.options.place === 'temporary' ? 'temporary ' : '';
    if (this.isView(relation)) {
      const query = this.withConstants(relation, computed);
      await this.store.run(`create or replace ${temporary}view ${name} as\n${query}`, bindings);
    } else if (this.options.place === 'temporary') {
      const columns = this.wanted(relation).map((each) => ({
        ...each,
        value: this.constantOf(relation, each),
      }));
      await createTemporary(this.store, { ...relation, columns, text: computed, bindings }, this.made);
    } else {
      const kept = { ...relation, columns: this.wanted(relation) };
      await this.store.run(`create or replace table ${name} (${tableColumns(kept)})`);
      await this.store.run(
        `insert into ${name} by name\n${this.withConstants(relation, computed)}`,
        bindings,
      );
    }
    await this.check(relation, this.table(relation.name));
  }

  private async check(relation: Relation, table: string): Promise<void> {
    if (!this.options.checks) return;
    const checks = this.reworded.get(relation.name)?.checks ?? relation.checks;
    const failed = await failedChecks(
      this.store,
      { ...relation, checks },
      (name) => (name === relation.name ? table : this.table(name)),
      (names) => this.bindings(names),
    );
    if (failed.length > 0) throw relationCheckFailed(relation.name, failed);
  }

  private isView(relation: Relation): boolean {
    if (this.isReworded(relation, 'table')) return false;
    return relation.materialized === 'view' || this.isReworded(relation, 'view');
  }

  private isReworded({ name }: Relation, as: OtherText['as']): boolean {
    return this.reworded.get(name)?.as === as;
  }

  private textOf(relation: Relation): string {
    return this.reworded.get(relation.name)?.text ?? relationText(relation);
  }

  private inputsOf(relation: Relation): readonly string[] {
    const other = this.reworded.get(relation.name);
    return other === undefined ? relation.inputs : compile(other.text).refs;
  }

  private named(name: string): Relation {
    const relation = this.options.list.find((each) => each.name === name);
    if (relation === undefined) throw new Error(`unknown relation: ${name}`);
    return relation;
  }

  /** Aggregates that nobody selects are never computed: the engine prunes them. */
  private withConstants(relation: Relation, text: string): string {
    const wanted = this.wanted(relation);
    const isConstant = wanted.some((column) => this.constantOf(relation, column) !== null);
    if (!isConstant && wanted.length === relation.columns.length) return text;
    const columns = wanted.map((column) => {
      const value = this.constantOf(relation, column);
      return value === null
        ? identifier(column.name)
        : `cast(${value} as ${column.type}) as ${identifier(column.name)}`;
    });
    return `select ${columns.join(', ')} from (\n${text}\n) as computed`;
  }

  /** The value that a column has in every row, or the column that it is the same as, in SQL; null where it is its own. */
  private constantOf(relation: Relation, { name, known = [] }: RelationColumn): string | null {
    if (this.blanked.get(relation.name)?.has(name) === true) return 'null';
    return known.find(({ without }) => this.lacks.has(without))?.value ?? null;
  }

  private wanted({ name, columns }: Relation): Relation['columns'] {
    const without = this.narrowed.get(name);
    return without === undefined ? columns : columns.filter((column) => !without.has(column.name));
  }

  /** Values of those vars of a text that tell of columns which nobody reads. */
  private untold(relation: Relation, vars: readonly VarName[]): Bindings {
    const wanted = this.wanted(relation);
    const unread = relation.columns.filter((column) => !wanted.includes(column));
    return Object.fromEntries(
      unread.flatMap(({ told }) => (told !== undefined && vars.includes(told) ? [[told, 'untold']] : [])),
    );
  }

  private valuesFor(name: string): string {
    return JSON.stringify([...transitiveVars(this.options.list, name)].sort().map((one) => this.vars[one]));
  }

  private bindings(names: readonly VarName[]): Bindings {
    return Object.fromEntries(names.map((name) => [name, this.vars[name]]));
  }

  /** Targets and all that they read, inputs before readers. */
  private order(targets: readonly string[]): Relation[] {
    const done = new Set<string>();
    const ordered: Relation[] = [];
    const visit = (name: string) => {
      if (done.has(name)) return;
      done.add(name);
      const relation = this.named(name);
      if (!this.stands(name)) for (const input of this.inputsOf(relation)) visit(input);
      ordered.push(relation);
    };
    for (const target of targets) visit(target);
    return ordered;
  }
}
