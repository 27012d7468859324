import { sizeOf } from './groups.js';
import { followingFrom, type KnownSum } from './known-sums.js';
import { type Draft, mainSize, Sizes } from './linked-tables.js';
import { sumsOf } from './report-sums.js';

interface Open {
  readonly known: readonly number[];
  readonly unknowns: number;
}

const PATIENT_ROUNDS = 6;

/**
 * Hides further rows until no small group follows from a report as a whole: a group that has to be hidden in one table
 * is hidden in all, and no combination of sums (along the labels of a table, and between a table and a coarser one)
 * gives a small one. One step of it: answers whether anything was hidden.
 */
export class AcrossTables {
  private readonly sizes: Sizes;
  private readonly sums: readonly KnownSum[];
  private readonly sumsWith = new Map<number, number[]>();
  /** Groups that have to be hidden wherever they stand. */
  private readonly guarded = new Set<number>();
  private rounds = 0;
  /** Sizes that stand nowhere any more, and what can be hidden in sums: as of this round. */
  private unknown: ReadonlySet<number> = new Set();
  private readonly open = new Map<number, Open>();

  constructor(
    private readonly drafts: readonly Draft[],
    private readonly min: number,
  ) {
    this.sizes = new Sizes(drafts, min);
    this.sums = sumsOf(drafts, this.sizes, min);
    for (const [i] of this.sums.entries())
      for (const size of this.members(i)) {
        const sums = this.sumsWith.get(size);
        if (sums === undefined) this.sumsWith.set(size, [i]);
        else if (sums.at(-1) !== i) sums.push(i);
      }
    for (const [size, { customers }] of this.sizes.all) if (this.isSmall(customers)) this.guarded.add(size);
  }

  hide(): boolean {
    const before = this.hiddenRows();
    this.hideEverywhere();
    if (this.hideSolvable(this.rounds++)) this.hideEverywhere();
    return this.hiddenRows() > before;
  }

  private hiddenRows(): number {
    return this.drafts.reduce((sum, { hidden }) => sum + hidden.size, 0);
  }

  private members(sum: number): readonly number[] {
    const { parts, whole } = this.sums[sum]!;
    return whole === null ? parts : [...parts, whole];
  }

  private isSmall(customers: number): boolean {
    return customers > 0 && customers < this.min;
  }

  private isHidden(size: number): boolean {
    return this.sizes.all.get(size)!.places.every(({ draft, row }) => draft.hidden.has(row));
  }

  /** What has to be hidden in one table is hidden in the others, and where its number alone stands. */
  private hideEverywhere(): void {
    for (const draft of this.drafts) {
      const size = mainSize(draft);
      if (size !== undefined)
        for (const row of draft.chosen) this.guarded.add(this.sizes.of(draft, row, size));
    }
    const numbers = new Set<number>();
    for (const guarded of this.guarded) {
      const { customers, places } = this.sizes.all.get(guarded)!;
      for (const { draft, row } of places) draft.hidden.add(row);
      if (customers > 0) numbers.add(customers);
    }
    for (const { labels, sizes, rows, hidden } of this.drafts)
      if (labels.length === 0)
        for (const [i, row] of rows.entries())
          if (sizes.some((column) => numbers.has(sizeOf(row, column)))) hidden.add(i);
  }

  /** Guards each small group that follows from the sums by the smallest other part of one. Answers whether any did. */
  private hideSolvable(round: number): boolean {
    this.open.clear();
    this.unknown = new Set([...this.sizes.all.keys()].filter((size) => this.isHidden(size)));
    const following = followingFrom(this.sums, (size) => this.unknown.has(size));
    const given = [...following].filter((size) => this.isSmall(this.customersOf(size)));
    const barren = new Set<number>();
    const guards = new Set([
      ...given.flatMap((size) => this.nextTo(size, barren, round >= PATIENT_ROUNDS)),
      ...this.besideFew(),
    ]);
    for (const size of guards) this.guarded.add(size);
    return guards.size > 0;
  }

  /** What a sum hides is one group to whoever subtracts: where that is a small one, the smallest part beside it. */
  private besideFew(): number[] {
    return this.sums.flatMap(({ parts, whole }) => {
      if (whole !== null && this.unknown.has(whole)) return [];
      const hidden = parts.filter((part) => this.unknown.has(part));
      const together = hidden.reduce((sum, part) => sum + this.customersOf(part), 0);
      if (!this.isSmall(together)) return [];
      const known = parts.filter((part) => !this.unknown.has(part) && this.customersOf(part) > 0);
      return known.length === 0 ? [] : [this.smallest(known)];
    });
  }

  /**
   * The smallest group still known in the sum that has the fewest unknowns beside one, else in those of its neighbours,
   * and theirs; all of them where patience has ended.
   * @param barren groups from which none is to be reached: those found are added
   */
  private nextTo(size: number, barren: Set<number>, isAll: boolean): readonly number[] {
    const seen = new Set([size]);
    const sums = new Set<number>();
    for (let edge = [size]; edge.length > 0 && !edge.some((member) => barren.has(member)); ) {
      const near = new Set(
        edge.flatMap((member) => this.sumsWith.get(member) ?? []).filter((sum) => !sums.has(sum)),
      );
      const open = [...near].map((sum) => this.knownIn(sum)).filter(({ known }) => known.length > 0);
      if (open.length > 0) {
        const { known } = open.reduce((least, sum) => (sum.unknowns < least.unknowns ? sum : least));
        return isAll ? known : [this.smallest(known)];
      }
      edge = [];
      for (const sum of near) {
        sums.add(sum);
        for (const member of this.members(sum))
          if (!seen.has(member) && this.customersOf(member) > 0) {
            seen.add(member);
            edge.push(member);
          }
      }
    }
    for (const member of seen) barren.add(member);
    return [];
  }

  /** Members of a sum that can be hidden, and how many of it are. */
  private knownIn(sum: number): Open {
    const before = this.open.get(sum);
    if (before !== undefined) return before;
    const members = this.members(sum);
    const shown = members.filter((member) => !this.unknown.has(member));
    const open = {
      known: shown.filter((member) => this.customersOf(member) > 0),
      unknowns: members.length - shown.length,
    };
    this.open.set(sum, open);
    return open;
  }

  private customersOf(size: number): number {
    return this.sizes.all.get(size)!.customers;
  }

  private smallest(sizes: readonly number[]): number {
    return sizes.reduce((least, other) =>
      this.customersOf(other) < this.customersOf(least) ? other : least,
    );
  }
}
