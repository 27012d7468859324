import { sizeOf } from './groups.js';
import { followingFrom, type KnownSum } from './known-sums.js';
import { areAlike, type Draft, ownSums, type Size, Sizes, type Sum, sumsBetween } from './linked-tables.js';

/**
 * Hides further rows until no small group follows from a report as a whole: a group that is hidden in one table is
 * hidden in all, and no combination of sums (along the labels of a table, and between a table and a coarser one)
 * gives a small one. Answers whether anything was hidden.
 */
export class AcrossTables {
  private readonly sizes = new Sizes();
  private readonly sums: readonly Sum[];
  /** Of each sum its parts, and the whole where that has a size. */
  private readonly members: readonly (readonly Size[])[];
  private readonly byCustomers = new Map<number, { draft: Draft; row: number }[]>();

  constructor(
    private readonly drafts: readonly Draft[],
    private readonly min: number,
  ) {
    this.sums = drafts.flatMap((fine) => [
      ...ownSums(fine, this.sizes),
      ...drafts.flatMap((coarse) => (coarse === fine ? [] : sumsBetween(fine, coarse, this.sizes))),
    ]);
    this.members = this.sums.map(({ parts, whole }) => (whole === null ? parts : [...parts, whole]));
    for (const draft of drafts)
      for (const [row, cells] of draft.rows.entries())
        for (const customers of new Set(draft.sizes.map((column) => sizeOf(cells, column))))
          if (customers > 0)
            this.byCustomers.set(customers, [...(this.byCustomers.get(customers) ?? []), { draft, row }]);
  }

  hide(): boolean {
    const before = this.hiddenRows();
    this.hideEverywhere();
    this.hideSolvable();
    return this.hiddenRows() > before;
  }

  private hiddenRows(): number {
    return this.drafts.reduce((sum, { hidden }) => sum + hidden.size, 0);
  }

  /** What is hidden in one table is hidden in the others. */
  private hideEverywhere(): void {
    for (const places of this.sizes.places.values())
      if (places.some(({ draft, row }) => draft.hidden.has(row)))
        for (const { draft, row } of places) draft.hidden.add(row);
    for (const places of this.byCustomers.values()) {
      const gone = places.filter(({ draft, row }) => draft.hidden.has(row));
      for (const { draft, row } of places) {
        if (draft.hidden.has(row)) continue;
        const twin = gone.find(
          (other) =>
            other.draft !== draft &&
            areAlike(draft, draft.rows[row]!, other.draft, other.draft.rows[other.row]!),
        );
        if (twin !== undefined) draft.hidden.add(row);
      }
    }
  }

  /** Hides the smallest other part of a sum for each small group that follows from the sums. */
  private hideSolvable(): void {
    for (;;) {
      const known = this.sums.map((sum) => this.unknownsOf(sum)).filter((sum) => sum.size > 0);
      const numbers = [...new Set(this.members.flat())];
      const following = followingFrom(known);
      const given = numbers.filter(
        (size) => size.customers > 0 && size.customers < this.min && following.has(this.numberOf(size)),
      );
      const more = new Set(given.flatMap((size) => this.nextTo(size) ?? []));
      if (more.size === 0) return;
      for (const size of more)
        for (const { draft, row } of this.sizes.places.get(size)!) draft.hidden.add(row);
    }
  }

  private readonly numbers = new Map<Size, number>();

  private numberOf(size: Size): number {
    const number = this.numbers.get(size) ?? this.numbers.size;
    this.numbers.set(size, number);
    return number;
  }

  private unknownsOf({ parts, whole }: Sum): KnownSum {
    const unknowns = new Map<number, number>();
    const add = (size: Size, sign: number) => {
      if (!size.draft.hidden.has(size.row)) return;
      const number = this.numberOf(size);
      const coefficient = (unknowns.get(number) ?? 0) + sign;
      if (coefficient === 0) unknowns.delete(number);
      else unknowns.set(number, coefficient);
    };
    for (const part of parts) add(part, 1);
    if (whole !== null) add(whole, -1);
    return unknowns;
  }

  /** The smallest group still shown in a sum that holds one, else in the sums of its neighbours, and theirs. */
  private nextTo(size: Size): Size | null {
    const seen = new Set([size]);
    for (let before = 0; before !== seen.size; ) {
      before = seen.size;
      const near = this.members.filter((sum) => sum.some((member) => seen.has(member))).flat();
      const shown = near.filter(({ customers, draft, row }) => customers > 0 && !draft.hidden.has(row));
      if (shown.length > 0)
        return shown.reduce((least, other) => (other.customers < least.customers ? other : least));
      for (const member of near) if (member.customers > 0) seen.add(member);
    }
    return null;
  }
}
