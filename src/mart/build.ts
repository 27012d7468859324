import { relationCheckFailed } from '../common/messages/mart.js';
import type { Progress } from '../common/progress.js';
import { identifier } from '../store/sql.js';
import type { Bindings, Store } from '../store/store.js';
import { failedChecks } from './checks.js';
import { compile, relationText, withValues } from './compile.js';
import { transitiveInputs, transitiveVars } from './fingerprint.js';
import type { Lack, Relation, VarName, Vars } from './relation.js';
import { tableColumns } from './table-columns.js';

export interface BuildOptions {
  /** Every relation that targets and their inputs may name. */
  readonly list: readonly Relation[];
  /** Run the relations' checks after each build. */
  readonly checks: boolean;
  /** `temporary` relations vanish with the connection and may be built over a read-only database. */
  readonly place: 'stored' | 'temporary';
  readonly progress: Progress;
}

/**
 * The relations that stand in a store for one set of vars. `build` makes those that are missing,
 * inputs first; nothing is built twice.
 */
export class Mart {
  private readonly built = new Set<string>();
  private lacks: ReadonlySet<Lack> = new Set();
  private readonly redirected = new Map<string, string>();
  private readonly reworded = new Map<string, string>();
  private readonly narrowed = new Map<string, ReadonlySet<string>>();

  constructor(
    readonly store: Store,
    private vars: Vars,
    private readonly options: BuildOptions,
  ) {}

  /** Changes vars; relations that read a changed one, themselves or through their inputs, will be built again. */
  set(change: Partial<Vars>): void {
    const changed = (Object.keys(change) as VarName[]).filter((name) => change[name] !== this.vars[name]);
    this.vars = { ...this.vars, ...change };
    for (const name of this.built) {
      const vars = transitiveVars(this.options.list, name);
      if (changed.some((one) => vars.has(one))) this.built.delete(name);
    }
  }

  /** Takes a relation that stands in the store already as built. */
  adopt(name: string): void {
    this.built.add(name);
  }

  /** Says what the data lack, so that constant columns are not computed. */
  lack(facts: readonly Lack[]): void {
    this.lacks = new Set(facts);
  }

  /** Leaves columns out of a relation that this run builds: nobody in it reads them, and they cost. */
  narrow(name: string, without: readonly string[]): void {
    this.narrowed.set(name, new Set(without));
  }

  /** Lets relations be built again: what they read has changed. */
  forget(names: readonly string[]): void {
    for (const name of names) this.built.delete(name);
  }

  /** Lets every relation that reads one of these, itself or through its inputs, be built again; `spared` ones stay. */
  forgetReaders(names: readonly string[], spared: readonly string[]): void {
    for (const name of this.built) {
      const inputs = transitiveInputs(this.options.list, name);
      if (!spared.includes(name) && names.some((one) => inputs.has(one))) this.built.delete(name);
    }
  }

  /** Drops relations that this run has built and will not read again, and gives their memory back. */
  async discard(names: readonly string[]): Promise<void> {
    for (const { name, materialized } of this.options.list) {
      if (!names.includes(name) || !this.built.delete(name)) continue;
      await this.store.run(`drop ${materialized} if exists ${identifier(name)}`);
    }
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
   * Lets a relation be a view by another text that gives the same rows, where less work leads to them.
   */
  reword(name: string, text: string): void {
    this.reworded.set(name, text);
  }

  /** Name of the table that holds a relation, for a statement's text. */
  table(name: string): string {
    return identifier(this.redirected.get(name) ?? name);
  }

  async build(targets: readonly string[]): Promise<void> {
    for (const relation of this.order(targets)) {
      if (relation.scope === 'source' || this.built.has(relation.name)) continue;
      await this.create(relation);
      this.built.add(relation.name);
    }
  }

  /** Rows of a query that may use `ref` and `var` like a relation's text. */
  async rows(source: string, extra: Bindings = {}): ReturnType<Store['rows']> {
    const { text, vars } = compile(source, (name) => this.table(name));
    return this.store.rows(text, { ...this.bindings(vars), ...extra });
  }

  /** Numeric columns of such a query as typed arrays. */
  async columns<K extends string>(source: string, names: readonly K[]): Promise<Record<K, Float64Array>> {
    const { text, vars } = compile(source, (name) => this.table(name));
    return this.store.columns(text, names, this.bindings(vars));
  }

  private async create(relation: Relation): Promise<void> {
    this.options.progress.stage(`building ${relation.name}`);
    const other = this.reworded.get(relation.name);
    const { text, vars } =
      other === undefined
        ? compile(relationText(relation), (name) => this.table(name))
        : { text: withValues(other, (name) => this.table(name), this.vars), vars: [] };
    const name = identifier(relation.name);
    const query = this.withConstants(relation, text);
    const temporary = this.options.place === 'temporary' ? 'temporary ' : '';
    if (relation.materialized === 'view' || other !== undefined) {
      await this.store.run(`create or replace ${temporary}view ${name} as\n${query}`, this.bindings(vars));
    } else if (this.options.place === 'temporary') {
      await this.store.run(`create or replace temporary table ${name} as\n${query}`, this.bindings(vars));
    } else {
      await this.store.run(`create or replace table ${name} (${tableColumns(relation)})`);
      await this.store.run(`insert into ${name} by name\n${query}`, this.bindings(vars));
    }
    if (!this.options.checks) return;
    const failed = await failedChecks(
      this.store,
      relation,
      (name) => this.table(name),
      (names) => this.bindings(names),
    );
    if (failed.length > 0) throw relationCheckFailed(relation.name, failed);
  }

  /** Aggregates that nobody selects are never computed: the engine prunes them. */
  private withConstants(relation: Relation, text: string): string {
    const without = this.narrowed.get(relation.name) ?? new Set();
    const wanted = relation.columns.filter(({ name }) => !without.has(name));
    const isConstant = wanted.some(
      ({ constant }) => constant !== undefined && this.lacks.has(constant.without),
    );
    if (!isConstant && without.size === 0) return text;
    const columns = wanted.map(({ name, type, constant }) =>
      constant !== undefined && this.lacks.has(constant.without)
        ? `cast(${constant.value} as ${type}) as ${identifier(name)}`
        : identifier(name),
    );
    return `select ${columns.join(', ')} from (\n${text}\n) as computed`;
  }

  private bindings(names: readonly VarName[]): Bindings {
    return Object.fromEntries(names.map((name) => [name, this.vars[name]]));
  }

  /** Targets and all that they read, inputs before readers. */
  private order(targets: readonly string[]): Relation[] {
    const byName = new Map(this.options.list.map((relation) => [relation.name, relation]));
    const done = new Set<string>();
    const ordered: Relation[] = [];
    const visit = (name: string) => {
      if (done.has(name)) return;
      done.add(name);
      const relation = byName.get(name);
      if (!relation) throw new Error(`unknown relation: ${name}`);
      if (!this.built.has(name)) for (const input of relation.inputs) visit(input);
      ordered.push(relation);
    };
    for (const target of targets) visit(target);
    return ordered;
  }
}
