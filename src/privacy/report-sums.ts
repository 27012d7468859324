import type { Column, Row } from '../common/result.js';
import { groupings, isTotal, sizeOf } from './groups.js';
import type { KnownSum } from './known-sums.js';
import type { Draft, Sizes } from './linked-tables.js';

const OF_TIME = /^(age|day|weeks?|(next_)?period(_start)?)$/;

/** All sums of a report: those of each table along its labels, and those of a table onto a coarser one. */
export function sumsOf(drafts: readonly Draft[], sizes: Sizes, min: number): KnownSum[] {
  const told = numbersByWord(drafts);
  const lines = drafts.map((draft) => new Lines(draft));
  const sums = lines.flatMap((fine) => [
    ...ownSums(fine.draft, sizes, told, min),
    ...lines.flatMap((coarse) => (coarse === fine ? [] : sumsBetween(fine, coarse, sizes, min))),
  ]);
  return [...new Map(sums.map((sum) => [`${sum.whole}:${sum.parts.join()}`, sum])).values()];
}

/** The rows of a table by the words of some of its labels. */
class Lines {
  readonly words: ReadonlyMap<Column, ReadonlySet<unknown>>;
  private readonly found = new Map<string, ReadonlyMap<string, readonly number[]>>();

  constructor(readonly draft: Draft) {
    this.words = new Map(
      draft.labels.map((label) => [label, new Set(draft.rows.map((row) => row[label.id]))]),
    );
  }

  along(labels: readonly Column[]): ReadonlyMap<string, readonly number[]> {
    const key = labels.map(({ id }) => id).join();
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const lines = new Map<string, number[]>();
    for (const [i, row] of this.draft.rows.entries()) {
      if (isTotal(row, this.draft.columns)) continue;
      const name = wordsOf(row, labels);
      const line = lines.get(name);
      if (line === undefined) lines.set(name, [i]);
      else line.push(i);
    }
    this.found.set(key, lines);
    return lines;
  }
}

function wordsOf(row: Row, labels: readonly Column[]): string {
  return labels.map(({ id }) => String(row[id])).join('\u0001');
}

/** The numbers of customers that stand in rows of a label, in any table. */
function numbersByWord(drafts: readonly Draft[]): Map<unknown, Set<number>> {
  const told = new Map<unknown, Set<number>>();
  for (const { labels, sizes, rows } of drafts)
    for (const { id, type } of labels)
      if (type === 'text' || type === 'date')
        for (const row of rows) {
          const numbers = told.get(row[id]) ?? new Set();
          told.set(row[id], numbers);
          for (const size of sizes) numbers.add(sizeOf(row, size));
        }
  return told;
}

/**
 * The sums of one table: of all of it, and along a label where any row of that label tells the number. Who bought in
 * several periods is counted in each: such numbers add up to what only a table can tell. What adds up to fewer than
 * `min` is a small group itself, which no table tells.
 */
function ownSums(
  draft: Draft,
  sizes: Sizes,
  told: ReadonlyMap<unknown, ReadonlySet<number>>,
  min: number,
): KnownSum[] {
  const { columns, rows } = draft;
  const isSeries = draft.labels.some(({ id }) => OF_TIME.test(id));
  const all = rows.flatMap((row, i) => (isTotal(row, columns) ? [] : [i]));
  const lines = groupings(columns, rows).filter((group) => group.length < all.length);
  const words = ([first, ...others]: readonly number[]) =>
    draft.labels.flatMap(({ id }) => {
      const word = rows[first!]![id];
      return others.every((row) => rows[row]![id] === word) ? [word] : [];
    });
  return draft.sizes.flatMap((column) => {
    if (draft.bases.has(column.id)) return baseSum(draft, column, sizes);
    const sumOf = (group: readonly number[]) =>
      group.reduce((sum, row) => sum + sizeOf(rows[row]!, column), 0);
    const isTold = (group: readonly number[]) => {
      const sum = sumOf(group);
      return sum >= min && group.length > 1 && words(group).some((word) => told.get(word)?.has(sum));
    };
    const whole = sumOf(all);
    const isKnown = whole >= min && (!isSeries || [...told.values()].some((numbers) => numbers.has(whole)));
    return [...(isKnown ? [all] : []), ...lines.filter(isTold)].map((group) => ({
      parts: group.map((row) => sizes.of(draft, row, column)),
      whole: null,
    }));
  });
}

/** Larger groups that many rows repeat add up once. */
function baseSum(draft: Draft, column: Column, sizes: Sizes): KnownSum[] {
  if (draft.bases.get(column.id) === null) return [];
  return [{ parts: [...new Set(draft.rows.map((_, row) => sizes.of(draft, row, column)))], whole: null }];
}

/**
 * Rows of one table that add up to a row of another, whose labels are some of theirs. Where only words are the same,
 * small numbers are equal by chance.
 */
function sumsBetween(lines: Lines, others: Lines, sizes: Sizes, min: number): KnownSum[] {
  const fine = lines.draft;
  const coarse = others.draft;
  if (coarse.labels.length === 0 || coarse.labels.length >= fine.labels.length) return [];
  const labels = coarse.labels.flatMap((label) => sameLabel(label, others, lines) ?? []);
  if (labels.length < coarse.labels.length) return [];
  const least = labels.every(({ id }, i) => id === coarse.labels[i]!.id) ? 1 : min;
  const byWords = lines.along(labels);
  const names = coarse.rows.map((row) => wordsOf(row, coarse.labels));
  return fine.sizes.flatMap((column) => {
    if (fine.bases.has(column.id)) return [];
    return coarse.rows.flatMap((row, i) => {
      const rows = byWords.get(names[i]!) ?? [];
      let together = 0;
      for (const part of rows) together += sizeOf(fine.rows[part]!, column);
      const wholes = coarse.sizes.filter((whole) => together >= least && sizeOf(row, whole) === together);
      if (wholes.length === 0) return [];
      const parts = rows.map((part) => sizes.of(fine, part, column));
      return wholes
        .map((whole) => ({ parts, whole: sizes.of(coarse, i, whole) }))
        .filter(({ whole }) => parts.length > 1 || parts[0] !== whole);
    });
  });
}

/** The label of a table that means what one of another means: it has its name, else some of its words. */
function sameLabel(label: Column, coarse: Lines, fine: Lines): Column | undefined {
  const { labels } = fine.draft;
  const named = labels.find(({ id }) => id === label.id);
  if (named !== undefined || (label.type !== 'text' && label.type !== 'date')) return named;
  const words = [...coarse.words.get(label)!];
  return labels.find(
    (other) => other.type === label.type && words.some((word) => fine.words.get(other)!.has(word)),
  );
}
