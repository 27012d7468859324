import type { Column, Row } from '../common/result.js';
import { keysOf, uniqueLabels } from './group-names.js';
import { isTotal, labelColumns, sizeColumns, sizeOf } from './groups.js';
import { tellingFigures } from './telling-figures.js';

/** A table on its way out: which of its rows are hidden, and which of these were chosen to guard others. */
export interface Draft {
  readonly id: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly hidden: Set<number>;
  readonly chosen: Set<number>;
  readonly labels: readonly Column[];
  readonly sizes: readonly Column[];
  /** Labels that name a row, each set on its own. */
  readonly names: readonly (readonly Column[])[];
  /** Columns that repeat the number of a larger group, by id: the label that names it, null = the table as a whole. */
  readonly bases: ReadonlyMap<string, Column | null>;
}

/** The number of customers of a group, wherever it stands. */
export interface Size {
  readonly customers: number;
  readonly places: readonly { readonly draft: Draft; readonly row: number }[];
}

export function draftOf({
  id,
  columns,
  rows,
}: {
  id: string;
  columns: readonly Column[];
  rows: readonly Row[];
}): Draft {
  const labels = labelColumns(columns);
  const sizes = sizeColumns(columns);
  return {
    id,
    columns,
    rows,
    hidden: new Set(),
    chosen: new Set(),
    labels,
    sizes,
    names: uniqueLabels(
      labels,
      rows.filter((row) => !isTotal(row, columns)),
    ),
    bases: new Map(sizes.flatMap((column) => baseOf(column, sizes, labels, rows))),
  };
}

/** The column whose numbers are those of the rows themselves. */
export function mainSize({ sizes, bases }: Draft): Column | undefined {
  return sizes.find(({ id }) => !bases.has(id)) ?? sizes[0];
}

/** A number that stands beside a part of it in each row, and is the same for all rows of a label. */
function baseOf(
  column: Column,
  sizes: readonly Column[],
  labels: readonly Column[],
  rows: readonly Row[],
): [string, Column | null][] {
  const isBase = sizes.some(
    (part) =>
      part !== column &&
      rows.every((row) => sizeOf(row, part) <= sizeOf(row, column)) &&
      rows.some((row) => sizeOf(row, part) < sizeOf(row, column)),
  );
  if (!isBase || labels.length < 2) return [];
  const repeats = (label: Column | null) => {
    const numbers = new Map<unknown, number>();
    return rows.every((row) => {
      const name = label === null ? null : row[label.id];
      const before = numbers.get(name) ?? sizeOf(row, column);
      numbers.set(name, before);
      return before === sizeOf(row, column) && numbers.size * 2 <= rows.length + 1;
    });
  };
  if (repeats(null)) return [[column.id, null]];
  const label = labels.find((each) => numbersOf(rows, each) < rows.length && repeats(each));
  return label === undefined ? [] : [[column.id, label]];
}

function numbersOf(rows: readonly Row[], { id }: Column): number {
  return new Set(rows.map((row) => row[id])).size;
}

/** All sizes of the drafts: one number for what is one group, in whatever table it stands. */
export class Sizes {
  private readonly parents: number[] = [];
  private readonly customers: number[] = [];
  private readonly cells = new Map<Draft, Int32Array>();
  readonly all = new Map<number, Size>();

  constructor(
    readonly drafts: readonly Draft[],
    private readonly min: number,
  ) {
    const byName = new Map<string, number>();
    for (const draft of drafts) this.cells.set(draft, new Int32Array(draft.rows.length * draft.sizes.length));
    for (const draft of drafts) this.number(draft, byName);
    for (const draft of drafts)
      for (const [row] of draft.rows.entries())
        for (const [k] of draft.sizes.entries()) this.place(draft, row, k);
  }

  /** The number of a group. */
  of(draft: Draft, row: number, column: Column): number {
    return this.find(this.cells.get(draft)![row * draft.sizes.length + draft.sizes.indexOf(column)]!);
  }

  private number(draft: Draft, byName: Map<string, number>): void {
    const cells = this.cells.get(draft)!;
    for (const [row, values] of draft.rows.entries())
      for (const [k, column] of draft.sizes.entries()) {
        const size = this.parents.length;
        const customers = sizeOf(values, column);
        this.parents.push(size);
        this.customers.push(customers);
        cells[row * draft.sizes.length + k] = size;
        if (customers === 0) continue;
        for (const key of this.keys(draft, values, column, customers)) {
          const twin = byName.get(key);
          if (twin === undefined) byName.set(key, size);
          else this.parents[this.find(size)] = this.find(twin);
        }
      }
  }

  /** What a group is known by, beside its number of customers. */
  private keys(draft: Draft, row: Row, column: Column, customers: number): string[] {
    const base = draft.bases.get(column.id);
    if (base === null) return [`${customers} of ${draft.id} ${column.id}`];
    const names = keysOf(row, base === undefined ? draft.names : [[base]]);
    const digits = customers < this.min ? 6 : 3;
    const figures = base === undefined ? tellingFigures(draft.columns, row, customers, digits) : [];
    return [...names, ...figures].map((name) => `${customers} ${name}`);
  }

  private place(draft: Draft, row: number, k: number): void {
    const number = this.find(this.cells.get(draft)![row * draft.sizes.length + k]!);
    const size = this.all.get(number);
    const places = (size?.places ?? []) as { draft: Draft; row: number }[];
    if (size === undefined) this.all.set(number, { customers: this.customers[number]!, places });
    const last = places.at(-1);
    if (last?.draft !== draft || last.row !== row) places.push({ draft, row });
  }

  private find(size: number): number {
    let root = size;
    while (this.parents[root] !== root) root = this.parents[root]!;
    for (let at = size; at !== root; ) {
      const next = this.parents[at]!;
      this.parents[at] = root;
      at = next;
    }
    return root;
  }
}
