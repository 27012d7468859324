import type { Column, Row } from '../common/result.js';
import { groupings, isTotal, labelColumns, sizeColumns, sizeOf } from './groups.js';

/** A table on its way out: which of its rows are hidden. */
export interface Draft {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly hidden: Set<number>;
  readonly labels: readonly Column[];
  readonly sizes: readonly Column[];
}

/** The number of customers that a row shows in one of its columns. */
export interface Size {
  readonly draft: Draft;
  readonly row: number;
  readonly customers: number;
}

/** Sizes that add up to something that is known, or to another size. */
export interface Sum {
  readonly parts: readonly Size[];
  readonly whole: Size | null;
}

export function draftOf({ columns, rows }: { columns: readonly Column[]; rows: readonly Row[] }): Draft {
  return {
    columns,
    rows,
    hidden: new Set(),
    labels: labelColumns(columns),
    sizes: sizeColumns(columns),
  };
}

/** All sizes of the drafts: one object for what is one group, in whatever table it stands. */
export class Sizes {
  private readonly known = new Map<string, Size>();
  /** Everywhere where the number of a group stands. */
  readonly places = new Map<Size, { draft: Draft; row: number }[]>();

  of(draft: Draft, row: number, column: Column): Size {
    const customers = sizeOf(draft.rows[row]!, column);
    const labels = draft.labels.map(({ id }) => `${id}=${draft.rows[row]![id]}`).sort();
    // Groups without a label, and those of nobody, are told apart by where they stand.
    const key = JSON.stringify([customers, labels]);
    const found = labels.length > 0 && customers > 0 ? this.known.get(key) : undefined;
    const size = found ?? { draft, row, customers };
    if (found === undefined && labels.length > 0) this.known.set(key, size);
    const places = this.places.get(size) ?? [];
    if (!places.some((place) => place.draft === draft && place.row === row)) places.push({ draft, row });
    this.places.set(size, places);
    return size;
  }
}

/** The sums of one table along its labels. */
export function ownSums(draft: Draft, sizes: Sizes): Sum[] {
  return groupings(draft.columns, draft.rows).flatMap((group) =>
    draft.sizes.map((column) => ({
      parts: group.map((row) => sizes.of(draft, row, column)),
      whole: null,
    })),
  );
}

/** Rows of one table that add up to a row of another, whose labels are some of theirs. */
export function sumsBetween(fine: Draft, coarse: Draft, sizes: Sizes): Sum[] {
  const shared = coarse.labels.map(({ id }) => id);
  const isCoarser =
    shared.length > 0 &&
    shared.length < fine.labels.length &&
    shared.every((id) => fine.labels.some((label) => label.id === id));
  if (!isCoarser) return [];
  const keyOf = (row: Row) => JSON.stringify(shared.map((id) => row[id]));
  const byKey = new Map<string, number[]>();
  for (const [i, row] of fine.rows.entries())
    if (!isTotal(row, fine.columns)) byKey.set(keyOf(row), [...(byKey.get(keyOf(row)) ?? []), i]);
  return coarse.sizes.flatMap((wholeColumn) =>
    fine.sizes.flatMap((column) =>
      coarse.rows.flatMap((row, i) => {
        const parts = byKey.get(keyOf(row)) ?? [];
        const customers = sizeOf(row, wholeColumn);
        const together = parts.reduce((sum, part) => sum + sizeOf(fine.rows[part]!, column), 0);
        if (customers === 0 || together !== customers) return [];
        return [
          {
            parts: parts.map((part) => sizes.of(fine, part, column)),
            whole: sizes.of(coarse, i, wholeColumn),
          },
        ];
      }),
    ),
  );
}

/** Whether two rows of as many customers are about the same ones: a telling figure is the same. */
export function areAlike(one: Draft, row: Row, other: Draft, otherRow: Row): boolean {
  const figures = figuresOf(one, row);
  return figuresOf(other, otherRow).some((figure) => figures.includes(figure));
}

/** Money, and fractions with too many digits to be equal by chance. */
function figuresOf({ columns }: Draft, row: Row): string[] {
  return columns.flatMap(({ id, type }) => {
    const value = row[id];
    if (value === null || value === undefined) return [];
    if (type === 'money') return /[1-9]\d*\.?\d{2,}/.test(String(value)) ? [`money ${value}`] : [];
    const isTelling = (type === 'share' || type === 'number') && /\.\d{6,}/.test(String(value));
    return isTelling ? [`number ${value}`] : [];
  });
}
