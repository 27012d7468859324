import { identifier } from '../store/sql.js';
import type { Bindings, Store } from '../store/store.js';
import { SUM } from './list/column.js';
import type { RelationColumn } from './relation.js';

/** What a temporary table is made of. */
export interface TemporaryTable {
  readonly name: string;
  /** Others read the places of its rows. */
  readonly placed?: boolean;
  /** `value` = what a column holds in every row, as SQL; null where rows differ. */
  readonly columns: readonly (RelationColumn & { readonly value: string | null })[];
  /** The query that gives its rows; it may give more columns. */
  readonly text: string;
  readonly bindings: Bindings;
}

/**
 * Makes a temporary table as small as its rows allow: memory is what a report on millions of orders waits for. What is the
 * same in every row is not stored but shown by a view, and sums are stored in 64 bits; where one is too large for that, the
 * table is made anew with 128. `made` knows the tables made so far, and which of them stand behind a view.
 */
export async function createTemporary(
  store: Store,
  table: TemporaryTable,
  made: Map<string, boolean>,
): Promise<void> {
  const { name, columns, placed } = table;
  const stored = columns.filter(({ value }) => value === null);
  const isShown = stored.length > 0 && stored.length < columns.length;
  if ((made.get(name) ?? isShown) !== isShown) await store.run(dropsOfTemporary(name, made).join(';\n'));
  made.set(name, isShown);
  await fill(
    store,
    { ...table, columns: isShown ? stored : columns },
    isShown ? behind(name) : identifier(name),
  );
  if (!isShown) return;
  const all = columns.map(({ name: own, type, value }) =>
    value === null ? identifier(own) : `cast(${value} as ${type}) as ${identifier(own)}`,
  );
  if (placed === true) all.push('rowid');
  await store.run(
    `create or replace temporary view ${identifier(name)} as select ${all.join(', ')} from ${behind(name)}`,
  );
}

/** The type of a column in a temporary table: sums of money and units are stored in 64 bits, those of squares are not. */
export function temporaryType({ type, unit }: Pick<RelationColumn, 'type' | 'unit'>): string {
  return type === SUM && (unit === 'currency' || unit === 'units') ? NARROW : type;
}

/** Statements that drop what `createTemporary` has made. */
export function dropsOfTemporary(name: string, made: Map<string, boolean>): string[] {
  const isShown = made.get(name) === true;
  made.delete(name);
  return [
    ...(isShown ? [`drop view if exists ${identifier(name)}`] : []),
    `drop table if exists ${isShown ? behind(name) : identifier(name)}`,
  ];
}

function behind(name: string): string {
  return identifier(`${name}_varying`);
}

async function fill(store: Store, { columns, text, bindings }: TemporaryTable, as: string): Promise<void> {
  const make = (typed: (column: TemporaryTable['columns'][number]) => string) =>
    store.run(
      `create or replace temporary table ${as} as select ${columns.map(typed).join(', ')} from (\n${text}\n) as computed`,
      bindings,
    );
  const whole = ({ name, type, value }: TemporaryTable['columns'][number]) =>
    value === null ? identifier(name) : `cast(${value} as ${type}) as ${identifier(name)}`;
  if (!columns.some(isNarrowed)) return make(whole);
  try {
    await make((column) =>
      isNarrowed(column)
        ? `cast(${identifier(column.name)} as ${NARROW}) as ${identifier(column.name)}`
        : whole(column),
    );
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    await make(whole);
  }
}

const NARROW = 'DECIMAL(18,4)';

function isNarrowed(column: TemporaryTable['columns'][number]): boolean {
  return column.value === null && temporaryType(column) !== column.type;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && /^(?:Conversion|Out of Range) Error/.test(error.message);
}
